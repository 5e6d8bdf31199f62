// Calls the handler as a platform would.
//   EFFACE_TARGET=s3://scans/out node examples/one-document/one-document.mjs '{"source": "s3://scans/in/a.tif"}'
import { handler } from './handler.mjs'

console.log(JSON.stringify(await handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 60_000 })))
