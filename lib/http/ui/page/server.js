/** @typedef {import('../wire.js').Reviewed} Reviewed */
/** @typedef {import('../wire.js').Progress} Progress */
/** @typedef {import('../wire.js').ReviewPage} ReviewPage */
/** @typedef {import('../../../api/plan.js').Plan} Plan */
/** What is to be looked through: a file of the browser's, or the number of one of the server's. @typedef {File | number} Source */
/** What somebody chose in the page. @typedef {Partial<Record<string, string | string[] | boolean>>} Choices */

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
  /** @type {Promise<string> | undefined} */ #asking
  #askKey

  /** @param {(wasWrong: boolean) => Promise<string>} askKey asks for the API key; rejects when there will be none */
  constructor(askKey) { this.#askKey = askKey }

  /** @returns {Promise<import('../wire.js').Queue>} the files of the server's that are to be reviewed */
  async queue() { return await (await this.#ask('files')).json() }

  /**
   * Has a file looked through.
   *
   * @param {Source} source
   * @param {Choices} choices
   * @param {(page: ReviewPage, total: number | undefined, document: string) => void} onPage
   * @param {AbortSignal} signal
   * @returns {Promise<Reviewed & { id: string }>}
   */
  async open(source, choices, onPage, signal) {
    const headers = Object.keys(choices).length > 0 ? { 'x-efface-review': JSON.stringify(choices) } : undefined
    const response = await (typeof source === 'number'
      ? this.#ask(`files/${source}`, { method: 'POST', signal, headers })
      : this.#ask('documents', { method: 'POST', body: source, signal, headers }))
    for await (const line of linesOf(response)) {
      const message = /** @type {Progress} */ (JSON.parse(line))
      if ('id' in message) return message
      if ('detail' in message) throw new ServerError(500, wordsOf(message.detail))
      const { document, page: _page, total, ...page } = message
      onPage(page, total, document)
    }
    throw new ServerError(500, 'The server broke off.')
  }

  /**
   * @param {string} id
   * @param {number} page
   */
  async picture(id, page) { return await (await this.#ask(`documents/${id}/pages/${page}.png`)).blob() }

  /**
   * @param {string} id
   * @param {number} page
   */
  async small(id, page) { return await (await this.#ask(`documents/${id}/pages/${page}/small`)).blob() }

  /**
   * The page as it will be written.
   *
   * @param {string} id
   * @param {number} page
   * @param {readonly object[]} boxes
   * @param {AbortSignal} signal
   */
  async painted(id, page, boxes, signal) {
    return await (await this.#ask(`documents/${id}/pages/${page}/painted`, { method: 'POST', body: JSON.stringify({ boxes }), signal })).blob()
  }

  /**
   * What was read in the boxes of a page. Nothing of it is sent unless this asks.
   *
   * @param {string} id
   * @param {number} page
   * @returns {Promise<import('../wire.js').ReadText[]>}
   */
  async texts(id, page) { return await (await this.#ask(`documents/${id}/pages/${page}/text`)).json() }

  /**
   * Has a page kept as it is.
   *
   * @param {string} id
   * @param {number} page
   * @param {{ boxes: readonly object[], reviewed: boolean }} state
   * @returns {Promise<import('../wire.js').Marked>}
   */
  async putPage(id, page, state) {
    return await (await this.#ask(`documents/${id}/pages/${page}`, { method: 'PUT', body: JSON.stringify(state) })).json()
  }

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
    const headers = new Headers(init.headers)
    headers.set('x-efface-token', this.#token)
    const key = this.#key
    if (key !== undefined) headers.set('x-api-key', key)
    const response = await fetch(path, { ...init, headers }).catch(error => {
      if (init.signal?.aborted) throw error
      throw new ServerError(0, 'The server cannot be reached.')
    })
    if (response.ok) return response
    if (response.status === 401 && init.method !== 'DELETE') {
      await this.#newKey(key)
      return await this.#ask(path, init)
    }
    const { detail } = await response.json().catch(() => ({ detail: response.statusText }))
    throw new ServerError(response.status, wordsOf(detail))
  }

  /**
   * However many requests were refused, somebody is asked once.
   *
   * @param {string | undefined} refused the key that was
   */
  async #newKey(refused) {
    if (this.#key !== refused) return
    this.#asking ??= this.#askKey(refused !== undefined).finally(() => { this.#asking = undefined })
    this.#key = await this.#asking
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
