// Limina's own public Python client against `efface serve`, unmodified. Opt-in: name a Python that has it,
//     python3 -m venv v && v/bin/pip install privateai-client && EFFACE_LIMINA_PYTHON=v/bin/python npx tap test/integration/limina-client.test.ts
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { serve } from '../../lib/http/index.js'
import { createPool } from '../../lib/api/index.js'

const python = process.env.EFFACE_LIMINA_PYTHON

const CLIENT = `
import base64, json, sys
from privateai_client import PAIClient, request_objects as make
url, image = sys.argv[1:]
client = PAIClient(url=url, api_key='K')
assert client.ping()
file = make.file_obj(data=image, content_type='image/png')
detection = make.entity_detection_obj(accuracy='high', return_entity=True)
answer = client.process_files_base64(make.file_base64_obj(file=file, entity_detection=detection, project_id='main'))
text = client.process_text(make.process_text_obj(text=['Call Ada Byron at 212 555 0187']))
base64.b64decode(answer.processed_file, validate=True)
print(json.dumps({'file': answer.processed_file, 'labels': [e['best_label'] for e in answer.entities], 'text': text.processed_text}))
`

t.test("Limina's client", { skip: python === undefined && 'EFFACE_LIMINA_PYTHON names no Python with privateai-client: NOT TESTED', timeout: 120_000 }, async t => {
  const pool = createPool({ threads: 1 })
  const serving = await serve({ port: 0, pool, apiKey: 'K' })
  t.teardown(async () => {
    await serving.close()
    await pool.close()
  })
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="120"><rect width="600" height="120" fill="#fff"/><text x="20" y="70" font-size="32" font-family="DejaVu Sans">Name: Ada Byron</text></svg>'
  const png = await sharp(Buffer.from(svg)).png().toBuffer()
  const { stdout } = await promisify(execFile)(python!, ['-c', CLIENT, `http://127.0.0.1:${serving.port}`, png.toString('base64')])
  const answer = JSON.parse(stdout.trim().split('\n').at(-1)!) as { file: string, labels: string[], text: string[] }
  t.ok(answer.labels.some(label => label.startsWith('NAME')))
  t.match(answer.text[0], /^Call \[NAME_1\] at \[PHONE_NUMBER_1\]$/)
  t.match(await sharp(Buffer.from(answer.file, 'base64')).metadata(), { format: 'png', width: 600, height: 120 })
})
