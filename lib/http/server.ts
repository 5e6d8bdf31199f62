import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { invalidOption } from '../core/is.js'
import type { HttpOptions } from './context.js'
import { createHandler, type HttpHandler } from './handler.js'
import { isLoopback } from './ui/guard.js'

/** Options of the handler, and those of the server around it. */
export interface ServeOptions<Own extends string = string> extends HttpOptions<Own> {
  /** Default 8080; 0 takes a free one. */
  port?: number
  /** Default 127.0.0.1. */
  host?: string
  /** Seconds in which a request must have arrived as a whole. Default 300. */
  requestSeconds?: number
}

/** Made by {@link serve}. */
export interface Serving {
  readonly port: number
  readonly host: string
  readonly server: Server
  readonly handler: HttpHandler
  /** Takes no more requests, answers those under way, then closes. */
  close(): Promise<void>
}

/**
 * A server of its own for {@link createHandler}.
 *
 * @returns when it listens
 * @throws EffaceError ERR_INVALID_OPTION, also for a review page that would be open to other machines without its `hosts` being named;
 *   the system's own error when the port is taken
 * @example
 * const serving = await serve({ port: 0 })
 * await fetch(`http://127.0.0.1:${serving.port}/healthz`)
 * await serving.close()
 */
export async function serve<Own extends string = never>(options: ServeOptions<Own> = {}): Promise<Serving> {
  const { host = '127.0.0.1', ui } = options
  if (ui && !isLoopback(host) && !(typeof ui === 'object' && ui.hosts?.length)) {
    throw invalidOption('host', 'an address of this machine (the review page shows what is personal; name the hosts that it is for in ui.hosts, --ui-host)', host)
  }
  const handler = createHandler(options)
  const server = createServer({
    headersTimeout: 20_000,
    requestTimeout: (options.requestSeconds ?? 300) * 1000,
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 5_000,
  }, handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 8080, host, resolve)
  })
  const { port, address } = server.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => closing ??= (async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    server.closeIdleConnections()
    await handler.close()
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
    await closed
  })()
  return { port, host: address, server, handler, close }
}
