import { lookup } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { EffaceError } from '../core/errors.js'
import { isPrivateAddress } from './addresses.js'
import { shown } from './names.js'

/** Without a sign of life from the server. */
const IDLE_MS = 60_000

export interface RequestOptions {
  method: 'GET' | 'HEAD'
  headers: Record<string, string>
  /** Otherwise connections to addresses that are not public are refused. */
  mayBePrivate: boolean
  signal?: AbortSignal
}

/** One request, and the head of its answer. The address is judged by what is connected to, not by the name. */
export async function request(url: URL, { method, headers, mayBePrivate, signal }: RequestOptions): Promise<{ body: IncomingMessage, isPrivate: boolean }> {
  let isPrivate = false
  const judge = (address: string): Error | null => {
    const isOne = isPrivateAddress(address)
    isPrivate ||= isOne
    return isOne && !mayBePrivate
      ? new EffaceError('ERR_STORAGE_FAILED', `Cannot read ${shown(url.href)}: it leads to an address that is not public`)
      : null
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const fault = isIP(host) === 0 ? null : judge(host)
  if (fault) throw fault
  const judged: LookupFunction = (name, options, callback) => {
    lookup(name, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : found?.map(({ address }) => address) ?? []
      const refused = error ?? addresses.map(judge).find(fault => fault !== null)
      callback(refused ?? null, found, family)
    })
  }
  return await new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const all = { ...headers, accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'efface' }
    // Each a connection of its own: one that is used again would not be judged.
    const sent = send(url, { method, headers: all, lookup: judged, agent: false, signal })
    let answer: IncomingMessage | undefined
    sent.once('response', body => {
      answer = body
      resolve({ body, isPrivate })
    })
    // Who reads slowly is not to blame the server for it.
    sent.setTimeout(IDLE_MS, () => {
      if (!answer || answer.readableLength === 0) (answer ?? sent).destroy(Object.assign(new Error('No sign of life'), { code: 'ETIMEDOUT' }))
    })
    sent.on('error', reject).end()
  })
}
