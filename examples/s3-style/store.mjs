// A folder that looks like an object store: getObject() gives a Body to read from, an Upload takes a Body to write.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export class LocalStore {
  constructor(root) { this.root = root }
  path({ Bucket, Key }) { return join(this.root, Bucket, Key) }
  async getObject(params) { return { Body: createReadStream(this.path(params)) } }
}

/** As in @aws-sdk/lib-storage: an object is there when done() resolves, and not at all when it rejects. */
export class Upload {
  constructor({ client, params }) {
    this.target = client.path(params)
    this.body = params.Body
  }

  async done() {
    await mkdir(dirname(this.target), { recursive: true })
    const part = `${this.target}.part`
    try {
      await pipeline(this.body, createWriteStream(part))
      await rename(part, this.target)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }
}
