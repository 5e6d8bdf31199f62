const json = (schema: unknown): unknown => ({ content: { 'application/json': { schema } } })
const error = (description: string): unknown => ({ description, ...json({ type: 'object', required: ['detail'], properties: { detail: {}, code: { type: 'string' }, limit: { type: 'string' } } }) as object })
const ref = (name: string): unknown => ({ $ref: `#/components/schemas/${name}` })
const errors = {
  400: error('The file or the request is not understood'), 401: error('API key missing or wrong'), 408: error('The upload came in too slowly'), 413: error('Too large, or beyond a limit'),
  422: error('The body is not of the schema'), 429: error('Too many requests; see Retry-After'), 500: error('Failed inside'), 503: error('Starting or shutting down'),
}
const strings = { type: 'array', items: { type: 'string' } }
const selection = { type: 'array', items: { type: 'object', properties: { type: { enum: ['ENABLE', 'DISABLE'] }, value: strings } } }

/** What the server answers at /openapi.json. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'efface', version: '4.3.0', description: "Takes faces, license plates and personal text out of images. The routes are compatible with Limina's; any prefix may stand before them." },
  paths: {
    '/': { get: { summary: 'Version of the wire format', responses: { 200: { description: 'Version', ...json({ type: 'object', properties: { app_version: { type: 'string' } } }) as object } } } },
    '/healthz': { get: { summary: 'Ready to work?', responses: { 200: { description: 'Ready' }, 503: { description: 'Starting or draining' } } } },
    '/metrics': { get: { summary: 'Prometheus metrics', responses: { 200: { description: 'Text' } } } },
    '/diagnostics': { get: { summary: 'Machine and models', responses: { 200: { description: 'Diagnostics' } } } },
    '/process/files/base64': { post: { summary: 'One file, JSON in and out', requestBody: { required: true, ...json(ref('Base64Request')) as object }, responses: { 200: { description: 'Redacted', ...json(ref('Answer')) as object }, ...errors } } },
    '/process/files/uri': { post: { summary: 'One file below the root folder', requestBody: { required: true, ...json(ref('UriRequest')) as object }, responses: { 200: { description: 'Redacted', ...json(ref('Answer')) as object }, 403: error('No root folder, or outside it'), ...errors } } },
    '/process/files': {
      post: {
        summary: 'One file, streamed: raw bytes or one multipart file part (an `options` JSON part may come before it)',
        requestBody: { required: true, content: { 'image/*': { schema: { type: 'string', format: 'binary' } }, 'multipart/form-data': { schema: { type: 'object', properties: { options: { type: 'string' }, file: { type: 'string', format: 'binary' } } } } } },
        responses: { 200: { description: 'The redacted bytes; the report at x-efface-report-url, in the trailer x-efface-report, or as second part with accept: multipart/mixed', content: { 'image/*': {}, 'multipart/mixed': {} } }, ...errors },
      },
    },
    '/reports/{id}': {
      get: {
        summary: 'The report of an answer of /process/files, for some minutes; its header x-efface-report-url names it',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'The report', ...json(ref('Answer')) as object }, 401: errors[401], 404: error('No such report, or no longer') },
      },
    },
    '/process/text': { post: { summary: 'Texts', requestBody: { required: true, ...json({ type: 'object', required: ['text'], properties: { text: strings } }) as object }, responses: { 200: { description: 'One result a text' }, ...errors } } },
  },
  components: {
    schemas: {
      Options: {
        type: 'object',
        properties: {
          entity_detection: { type: 'object', properties: { accuracy: { type: 'string' }, entity_types: selection, return_entity: { type: 'boolean' }, filter: { type: 'array', items: { type: 'object', required: ['type', 'pattern'], properties: { type: { enum: ['ALLOW', 'ALLOW_TEXT', 'BLOCK'] }, pattern: { type: 'string' }, entity_type: { type: 'string' }, threshold: { type: 'number' } } } } } },
          object_entity_detection: { type: 'object', properties: { object_entity_types: selection } },
          image_options: { type: 'object', properties: { masking_method: { enum: ['blur', 'blackbox'] }, palette: { type: 'boolean' } } },
          ocr_options: { type: 'object', properties: { ocr_system: { enum: ['paddleocr', 'tesseract', 'auto'] } } },
          processed_text: { type: 'object', properties: { type: { enum: ['MARKER', 'MASK'] }, pattern: { type: 'string' }, mask_character: { type: 'string' } } },
          project_id: { type: 'string', pattern: '^[a-zA-Z0-9\\-_:]{0,60}$' },
        },
      },
      Base64Request: { allOf: [ref('Options'), { type: 'object', required: ['file'], properties: { file: { type: 'object', required: ['data', 'content_type'], properties: { data: { type: 'string', contentEncoding: 'base64' }, content_type: { type: 'string' } } } } }] },
      UriRequest: { allOf: [ref('Options'), { type: 'object', required: ['uri'], properties: { uri: { type: 'string' } } }] },
      Location: { type: 'object', properties: { page: { type: 'integer' }, x0: { type: 'number' }, y0: { type: 'number' }, x1: { type: 'number' }, y1: { type: 'number' } } },
      Answer: {
        type: 'object',
        properties: {
          processed_file: { type: 'string', contentEncoding: 'base64' }, result_uri: { type: 'string' }, processed_text: { type: 'string' },
          entities: { type: 'array', items: { type: 'object', properties: { processed_text: { type: 'string' }, text: { type: 'string' }, location: ref('Location'), locations: { type: 'array', items: ref('Location') }, best_label: { type: 'string' }, labels: { type: 'object' } } } },
          entities_present: { type: 'boolean' },
          objects: { type: 'array', items: { type: 'object', properties: { type: { type: 'string' }, score: { type: 'number' }, location: ref('Location') } } },
          objects_present: { type: 'boolean' }, page_count: { type: 'integer' }, languages_detected: { type: 'object' },
        },
      },
    },
  },
}
