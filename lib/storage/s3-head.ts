import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { storageFailed } from './failures.js'
import { s3Place } from './names.js'
import type { StoredObject } from './storage.js'

/** Metadata of an object: the writing that it came of. */
export const MARK = 'efface-writing'

/** Entity tags without their quotes. */
export const tagOf = (tag: string | undefined): string | undefined => tag?.replace(/^"|"$/g, '')

/** To be asked for rather than the error's name, which is Unknown where an answer has no body. */
export const statusOf = (error: unknown): number | undefined => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode

/** What a store tells of one object; undefined where there is none. @throws EffaceError ERR_STORAGE_FAILED */
export async function headObject(client: S3Client, url: string, signal?: AbortSignal): Promise<StoredObject & { mark?: string } | undefined> {
  const { bucket, key } = s3Place(url)
  if (key === '') return undefined
  try {
    const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
    return { url, size: answer.ContentLength, modified: answer.LastModified, version: tagOf(answer.ETag), mark: answer.Metadata?.[MARK] }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw storageFailed('look at', url, error)
  }
}
