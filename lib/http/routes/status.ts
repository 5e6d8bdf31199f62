import { cpus } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listModels, packageRoot } from '../../inference/manifest.js'
import { sendJson, type Route } from '../context.js'

/** The version of the wire format that clients compare; ours stands beside it. */
const APP_VERSION = '4.3.0'

const ownVersion = (): string => (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version

export const version: Route = async ({ res }) => sendJson(res, 200, { app_version: APP_VERSION, efface_version: ownVersion() })

export const diagnostics: Route = async ({ res, context }) => {
  sendJson(res, 200, {
    platform: `${process.platform}-${process.arch}`,
    cpu_count: cpus().length,
    cpu_name: cpus()[0]?.model ?? 'unknown',
    gpu_info: [],
    container_version: ownVersion(),
    node_version: process.version,
    threads: context.pool.threads,
    models: (await listModels()).map(({ file, sha256 }) => ({ file, sha256 })),
  })
}
