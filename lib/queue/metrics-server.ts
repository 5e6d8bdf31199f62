import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DocumentWorker } from './worker.js'

/**
 * `/metrics` for Prometheus and `/healthz` for whoever asks whether the worker is well, over plain HTTP.
 *
 * @param port 0 takes a free one
 * @throws the system's own error when the port is taken
 */
export async function serveMetrics(worker: Pick<DocumentWorker, 'metrics' | 'healthy'>, port: number, host = '127.0.0.1'): Promise<{ port: number, close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<[status: number, body: string]> => {
      if (request.url === '/metrics') return [200, await worker.metrics()]
      if (request.url === '/healthz') return await worker.healthy() ? [200, 'well\n'] : [503, 'Redis does not answer\n']
      return [404, 'not found\n']
    }
    answer().catch((): [number, string] => [503, 'Redis does not answer\n']).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(body)
    }, () => {})
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
