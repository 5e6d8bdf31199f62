/** @typedef {import('../wire.js').Reviewed} Reviewed */
/** @typedef {import('../wire.js').Progress} Progress */
/** @typedef {import('../../../api/plan.js').Plan} Plan */

/** An answer that says what is wrong, in words for the reader. */
export class ServerError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/** What the page asks the server for. The API key, where there is one, is kept in this object and nowhere else. */
export class Server {
  #token = document.querySelector('meta[name=efface-token]')?.getAttribute('content') ?? ''
  /** @type {string | undefined} */ #key
  #askKey

  /** @param {() => Promise<string>} askKey asks for the API key; rejects when there will be none */
  constructor(askKey) { this.#askKey = askKey }

  /**
   * Sends a file to be looked through.
   *
   * @param {File} file
   * @param {(page: number, total: number | undefined) => void} onPage
   * @param {AbortSignal} signal
   * @returns {Promise<Reviewed & { id: string }>}
   */
  async analyse(file, onPage, signal) {
    const response = await this.#ask('documents', { method: 'POST', body: file, signal })
    for await (const line of linesOf(response)) {
      const message = /** @type {Progress} */ (JSON.parse(line))
      if ('id' in message) return message
      if ('detail' in message) throw new ServerError(500, wordsOf(message.detail))
      onPage(message.page, message.total)
    }
    throw new ServerError(500, 'The server broke off.')
  }

  /**
   * @param {string} id
   * @param {number} page
   */
  async picture(id, page) { return await (await this.#ask(`documents/${id}/pages/${page}.png`)).blob() }

  /**
   * The plan as the server reads it.
   *
   * @param {string} id
   * @param {string} json
   * @returns {Promise<Reviewed>}
   */
  async readPlan(id, json) { return await (await this.#ask(`documents/${id}/plan`, { method: 'POST', body: json })).json() }

  /**
   * The redacted file.
   *
   * @param {string} id
   * @param {Plan} plan
   */
  async apply(id, plan) { return await (await this.#ask(`documents/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })).blob() }

  /**
   * Tells the server that somebody is still at work.
   *
   * @param {string} id
   */
  async touch(id) { await this.#ask(`documents/${id}`) }

  /**
   * The server may forget the file. Also works while the page goes away.
   *
   * @param {string} id
   */
  async close(id) { await this.#ask(`documents/${id}`, { method: 'DELETE', keepalive: true }).catch(() => {}) }

  /**
   * @param {string} path
   * @param {RequestInit} init
   * @returns {Promise<Response>}
   */
  async #ask(path, init = {}) {
    const headers = new Headers({ 'x-efface-token': this.#token })
    if (this.#key !== undefined) headers.set('x-api-key', this.#key)
    const response = await fetch(path, { ...init, headers }).catch(error => {
      if (init.signal?.aborted) throw error
      throw new ServerError(0, 'The server cannot be reached.')
    })
    if (response.ok) return response
    if (response.status === 401 && init.method !== 'DELETE') {
      this.#key = await this.#askKey()
      return await this.#ask(path, init)
    }
    const { detail } = await response.json().catch(() => ({ detail: response.statusText }))
    throw new ServerError(response.status, wordsOf(detail))
  }
}

/** @param {unknown} detail */
const wordsOf = detail => typeof detail === 'string' ? `${detail.replace(/\.$/, '')}.` : 'The server did not understand the request.'

/** @param {Response} response */
async function * linesOf({ body }) {
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n')
    rest = lines.pop() ?? ''
    yield * lines
  }
}
