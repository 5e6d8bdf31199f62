import { base64 } from './base64.js'
import { files } from './files.js'
import { reports } from './reports.js'
import type { ApiEntry } from './route.js'
import { diagnostics, healthz, metrics, version } from './status.js'
import { text } from './text.js'
import { uri } from './uri.js'

/** The routes of the API. /openapi.json is made of them. */
export const ROUTES: readonly ApiEntry[] = [version, healthz, metrics, diagnostics, base64, uri, files, reports, text]
