// The stores of chaos.ts: a folder, or an S3 server behind a front that can refuse.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

export interface ChaosStore {
  /** What workers find it by. */
  readonly env: Record<string, string>
  url(place: string): string
  put(place: string, bytes: Uint8Array): Promise<void>
  get(place: string): Promise<Buffer | undefined>
  list(prefix: string): Promise<string[]>
  /** What was begun and not completed. */
  unfinished(): Promise<string[]>
  /** Refuses everything for so many seconds. @returns how many requests it refused */
  refuse(seconds: number): Promise<number>
  stop(): Promise<void>
}

export class FolderStore implements ChaosStore {
  readonly env = {}
  readonly #folder: string

  constructor(folder: string) { this.#folder = folder }

  url(place: string): string { return join(this.#folder, place) }

  async put(place: string, bytes: Uint8Array): Promise<void> {
    await mkdir(dirname(this.url(place)), { recursive: true })
    await writeFile(this.url(place), bytes)
  }

  async get(place: string): Promise<Buffer | undefined> { return await readFile(this.url(place)).catch(() => undefined) }

  async list(prefix: string): Promise<string[]> { return (await this.#files(prefix)).filter(name => !name.endsWith('.part')) }

  async unfinished(): Promise<string[]> { return (await this.#files('')).filter(name => name.endsWith('.part')) }

  async refuse(): Promise<number> { return 0 }

  async stop(): Promise<void> {}

  async #files(prefix: string): Promise<string[]> {
    const entries = await readdir(this.url(prefix), { recursive: true, withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(entry => entry.name)
  }
}

const BUCKET = 'scans'
const CREDENTIALS = { accessKeyId: 'AKIACHAOS', secretAccessKey: 'chaos' }

/** moto's server (`pip install 'moto[s3,server]'`), and a front before it. */
export class MotoStore implements ChaosStore {
  readonly env: Record<string, string>
  readonly #server: ChildProcess
  readonly #front: Server
  readonly #client: S3Client
  /** By method. */
  readonly requests = new Map<string, number>()
  #refusing = false
  #refused = 0

  private constructor(server: ChildProcess, front: Server, port: number) {
    this.#server = server
    this.#front = front.on('request', (from, to) => {
      this.requests.set(from.method!, (this.requests.get(from.method!) ?? 0) + 1)
      if (this.#refusing) {
        this.#refused++
        to.writeHead(503, { connection: 'close' }).end()
        return
      }
      const onward = request({ host: '127.0.0.1', port, method: from.method, path: from.url, headers: from.headers }, answer => {
        to.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(to)
      })
      onward.once('error', () => to.destroy())
      from.once('error', () => onward.destroy())
      from.pipe(onward)
    })
    const endpoint = `http://127.0.0.1:${(this.#front.address() as AddressInfo).port}`
    const { accessKeyId, secretAccessKey } = CREDENTIALS
    this.env = { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: 'us-east-1' }
    this.#client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: CREDENTIALS })
  }

  static async start(program: string): Promise<MotoStore> {
    const server = spawn(program, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
    const port = await new Promise<number>((resolve, reject) => {
      let said = ''
      server.stderr.on('data', part => {
        said += String(part)
        const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? []
        if (port !== undefined) resolve(Number(port))
      })
      server.once('exit', () => reject(new Error(`The store does not start: ${said}`))).once('error', reject)
    })
    const front = createServer()
    await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
    const store = new MotoStore(server, front, port)
    // For this process, which asks for versions.
    Object.assign(process.env, store.env)
    await store.#client.send(new CreateBucketCommand({ Bucket: BUCKET }))
    return store
  }

  url(place: string): string { return `s3://${BUCKET}/${place}` }

  async put(place: string, bytes: Uint8Array): Promise<void> { await this.#client.send(new PutObjectCommand({ Bucket: BUCKET, Key: place, Body: bytes })) }

  async get(place: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: BUCKET, Key: place }))
      return Buffer.from(await Body!.transformToByteArray())
    } catch (error) {
      if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return undefined
      throw error
    }
  }

  async list(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.#client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix, MaxKeys: 1000 }))
    return Contents.map(({ Key }) => Key!)
  }

  async unfinished(): Promise<string[]> {
    const others = (await this.list('')).filter(key => !/^(in|out)\/part-\d\/\d+\.\w+$/.test(key))
    const { Uploads = [] } = await this.#client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
    return [...others, ...Uploads.map(({ Key }) => `upload of ${Key}`)]
  }

  async refuse(seconds: number): Promise<number> {
    this.#refusing = true
    await sleep(seconds * 1000)
    this.#refusing = false
    return this.#refused
  }

  async stop(): Promise<void> {
    this.#client.destroy()
    this.#front.closeAllConnections()
    this.#front.close()
    this.#server.kill('SIGKILL')
  }
}
