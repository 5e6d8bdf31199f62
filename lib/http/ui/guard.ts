import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '../errors.js'
import { equalSecrets } from '../secret.js'

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i

/** Whether a name or address, as in a URL or as given to listen(), is this machine and nothing else. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host)

/** Nothing but the page's own files and its own requests; nobody may frame it, and nothing of it is kept. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

/** No page of another origin may frame, read or script the desk, and nothing of it is cached. */
export function setHeaders(res: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) res.setHeader(name, value)
}

/**
 * Tells the page's own requests from those that another site makes a browser send. A foreign name that was pointed at this machine
 * (DNS rebinding) is refused by its Host header, a request across origins by Origin and Sec-Fetch-Site, and what a browser might send
 * without either by a token that only the page holds.
 */
export class Guard {
  readonly token = randomBytes(24).toString('base64url')
  readonly #hosts: readonly string[]

  /** @param hosts names, besides those of this machine itself, under which the page may be asked for */
  constructor(hosts: readonly string[]) { this.#hosts = hosts.map(host => host.toLowerCase()) }

  /** Of every request to a server that has the page. @throws HttpError 403 unless it is asked for by one of its names */
  checkHost({ headers: { host = '' } }: IncomingMessage): void {
    const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(host)?.[1]?.toLowerCase() ?? ''
    if (!isLoopback(name) && !this.#hosts.includes(name)) throw new HttpError(403, 'This server is not asked for under this host name', {}, 'ERR_FORBIDDEN')
  }

  /** @throws HttpError 403 unless the request comes from the page */
  checkOwn(req: IncomingMessage): void {
    const { host, origin, 'sec-fetch-site': site, 'x-efface-token': token } = req.headers
    const sameOrigin = origin === undefined || origin === `http://${host}` || origin === `https://${host}`
    const sameSite = site === undefined || site === 'same-origin'
    if (!sameOrigin || !sameSite || !equalSecrets(String(token), this.token)) {
      throw new HttpError(403, 'The request does not come from this review page; load the page anew', {}, 'ERR_FORBIDDEN')
    }
  }
}
