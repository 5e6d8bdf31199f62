import { cpus } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { object, text } from '../../core/schema.js'
import { listModels, packageRoot } from '../../inference/manifest.js'
import { sendJson } from '../context.js'
import { apiRoute } from './route.js'

/** The version of the wire format that clients compare; ours stands beside it. */
export const APP_VERSION = '4.3.0'

const ownVersion = (): string => (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version

export const version = apiRoute({
  name: 'version', method: 'GET', paths: ['/'], open: true,
  info: { summary: 'Version of the wire format', answer: { description: 'Version', content: { 'application/json': object({ app_version: text(), efface_version: text() }) } } },
}, async ({ res }) => sendJson(res, 200, { app_version: APP_VERSION, efface_version: ownVersion() }))

export const healthz = apiRoute({
  name: 'healthz', method: 'GET', paths: ['/healthz'], open: true,
  info: { summary: 'Ready to work?', answer: { description: 'Ready' }, refusals: { 503: 'Starting or draining' } },
}, async ({ res, context }) => sendJson(res, context.ready ? 200 : 503, { status: context.ready ? 'ok' : 'unavailable' }))

export const metrics = apiRoute({
  name: 'metrics', method: 'GET', paths: ['/metrics'], info: { summary: 'Prometheus metrics', answer: { description: 'Text' } },
}, async ({ res, context }) => {
  const body = await context.metrics.registry.metrics()
  res.writeHead(200, { 'content-type': context.metrics.registry.contentType })
  res.end(body)
})

export const diagnostics = apiRoute({
  name: 'diagnostics', method: 'GET', paths: ['/diagnostics'], info: { summary: 'Machine and models', answer: { description: 'Diagnostics' } },
}, async ({ res, context }) => {
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
})
