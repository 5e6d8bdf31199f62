// From one bucket to another without a file in between. The store here is a local stand-in; with the AWS SDK only these change:
//   import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
//   import { Upload } from '@aws-sdk/lib-storage'
//   const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
//
//   node examples/s3-style/s3-style.mjs ROOT KEY...          ROOT/incoming/KEY becomes ROOT/redacted/KEY
import { pipeline } from 'node:stream/promises'
import { createPool, efface } from 'efface'
import { LocalStore, Upload } from './store.mjs'

const [root, ...keys] = process.argv.slice(2)
if (keys.length === 0) {
  console.error('Say ROOT KEY...: ROOT/incoming/KEY becomes ROOT/redacted/KEY')
  process.exit(2)
}
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')
const client = new LocalStore(root)
const pool = createPool()

for (const Key of keys) {
  const { Body } = await client.getObject({ Bucket: 'incoming', Key })
  const stream = efface({ ...options, pool })
  const upload = new Upload({ client, params: { Bucket: 'redacted', Key, Body: stream } })
  try {
    // Side by side: the upload reads what the pipeline writes. An error on either side ends both, and no object appears.
    await Promise.all([pipeline(Body, stream), upload.done()])
    const { page_count, entities, objects } = await stream.report
    console.log(`${Key}: ${page_count} pages, ${objects.length} objects, ${entities.length} entities`)
  } catch (error) {
    console.log(`${Key}: ${error.code ?? error.name}`)
    process.exitCode = 1
  }
}
await pool.close()
