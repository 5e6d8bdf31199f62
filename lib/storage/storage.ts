import type { Readable, Writable } from 'node:stream'

/** What a storage tells of one file or object. What it does not know is absent. */
export interface StoredObject {
  /** As the storage is to be asked for it. */
  url: string
  /** Bytes. */
  size?: number
  modified?: Date
  /** Another one when the content is another: an entity tag, or size and date. */
  version?: string
}

/** What goes with a request. */
export interface StorageRequest { signal?: AbortSignal }

/** How something is to be written. */
export interface WriteRequest extends StorageRequest {
  /** A MIME type. */
  contentType?: string
  /** Publish only while this version is there, or with null while nothing is. Absent: whatever is there is replaced. */
  ifVersion?: string | null
}

/** What is open for reading: its content, and which version that is. */
export interface OpenObject extends StoredObject { stream: Readable }

/**
 * Something that is being written. Nobody sees anything of it before publish(), and what was there stays. One of publish() and abort() is
 * to be called, in the end.
 */
export interface Writing {
  /** Takes the content; it is to be ended before publish(). */
  stream: Writable
  /**
   * Has all of it appear at once, and then no more of it be changed. Call it once.
   *
   * @throws EffaceError ERR_OUTPUT_EXISTS when `ifVersion` does not hold any more; nothing is left then
   */
  publish(): Promise<StoredObject>
  /** Leaves nothing. Does nothing after publish() or a second time. */
  abort(): Promise<void>
}

/** A place that files are read from and written to: a file system, an object store, a web server. */
export interface Storage {
  /**
   * Everything below a folder or prefix, in no order, with what the listing tells of it; nothing where there is none. A web server lists nothing
   * else than the URL itself.
   */
  list(url: string, request?: StorageRequest): AsyncIterable<StoredObject>
  /** One file or object; undefined where there is none. */
  head(url: string, request?: StorageRequest): Promise<StoredObject | undefined>
  /** Opens it. Whoever does not read to the end destroys the stream. */
  read(url: string, request?: StorageRequest): Promise<OpenObject>
  /** Begins to write; folders on the way are made. */
  write(url: string, request?: WriteRequest): Promise<Writing>
  /** Does nothing where there is none. */
  remove(url: string, request?: StorageRequest): Promise<void>
  /**
   * Removes what writers who died have left unfinished below a folder or prefix, or of one file. Nobody else may be writing there.
   *
   * @param before leave alone what was begun since
   */
  sweep(url: string, before: Date, request?: StorageRequest): Promise<void>
}
