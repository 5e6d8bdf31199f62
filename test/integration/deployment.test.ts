// No container runs here: what describes them is read by linters, and held against what it names.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { validate } from 'dockerfile-utils'
import t from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import { packageRoot } from '../../lib/inference/manifest.js'

const root = packageRoot()
const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8')
interface Fault { rule: string, type: string }
/** Names of the rules that it breaks. */
async function faultsOf(path: string): Promise<string[]> {
  const files = await new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] }).lintFiles([path], false) as { messages: Fault[] }[]
  return files.flatMap(({ messages }) => messages).filter(({ type }) => type === 'error').map(({ rule }) => rule)
}

t.test('the Dockerfile', async t => {
  const text = await read('Dockerfile')
  t.same(validate(text), [])
  t.ok(validate(text.replace('EXPOSE 8080', 'EXPOSE web')).length > 0, 'the linter looks')
  const last = text.slice(text.lastIndexOf('FROM '))
  t.match(last, /^USER 1000:1000$/m, 'no rights')
  t.match(last, /^HEALTHCHECK [^]*\/healthz/m)
  t.notMatch(text, /:latest|^ADD |curl |wget /m, 'nothing is fetched but packages')
  for (const [, image] of text.matchAll(/^FROM (\S+)/gm)) t.match(image, /:[\w.-]*\d/, `${image} says which`)
  // What is copied out of the build is let in, or made there.
  const allowed = (await read('.dockerignore')).split('\n').filter(line => line.startsWith('!')).map(line => line.slice(1))
  for (const name of allowed) t.ok(existsSync(join(root, name)), name)
  for (const [, names] of last.matchAll(/^COPY --from=build (.+) \S+$/gm)) {
    for (const name of names.replaceAll('/build/', '').split(' ')) {
      t.ok(['dist', 'node_modules'].includes(name) || allowed.some(entry => `${name}/`.startsWith(`${entry}/`) || entry.startsWith(`${name}/`)), name)
    }
  }
  const files = (JSON.parse(await read('package.json')) as { files: string[] }).files.filter(name => name !== 'CHANGELOG.md')
  for (const name of files) t.ok(name.startsWith('dist/') || last.includes(`/build/${name.startsWith('models/') ? 'models' : name}`), `${name} is in the image`)
})

t.test('the health check ends well where a server answers, and else does not', async t => {
  const [, script] = /CMD \["node", "-e", "(.+)"\]/.exec((await read('Dockerfile')).replaceAll('\\\n', ''))!
  t.equal(spawnSync(process.execPath, ['-e', script.replace('[8080, 9464]', '[1, 2]')]).status, 1)
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => { response.writeHead(request.url === '/healthz' ? 200 : 404).end() })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, ['-e', script.replace('[8080, 9464]', `[1, ${port}]`)])
  t.equal(await new Promise(resolve => child.on('exit', resolve)), 0)
})

interface Compose { services: Record<string, { image?: string, command?: string[] | string, deploy?: { replicas?: number }, read_only?: boolean }> }

t.test('compose.yaml', async t => {
  t.same(await faultsOf(join(root, 'compose.yaml')), [])
  const bad = join(t.testdir({}), 'compose.yaml')
  await writeFile(bad, (await read('compose.yaml')).replace(/minio\/minio:\S+/, 'minio/minio'))
  t.same(await faultsOf(bad), ['service-image-require-explicit-tag'], 'the linter looks')
  const { services } = parse(await read('compose.yaml'), { merge: true }) as Compose
  t.same(Object.keys(services).sort(), ['redis', 'server', 'store', 'tools', 'worker'])
  t.equal(services.worker.deploy!.replicas, 2)
  for (const name of ['worker', 'server', 'tools']) t.match(services[name], { image: 'efface', read_only: true, cap_drop: ['ALL'] }, name)
})

interface PodSpec { terminationGracePeriodSeconds: number, containers: { args: string[] }[], securityContext: object }

t.test('manifests for Kubernetes', async t => {
  const blocks = [...(await read('docs/deploy.md')).matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, block]) => block)
  t.equal(blocks.length, 2)
  for (const block of blocks) {
    for (const document of parseAllDocuments(block)) {
      t.same(document.errors, [])
      t.match(document.toJS(), { apiVersion: /^[a-z.]+\/v\d\w*$/, kind: /^[A-Z]\w+$/, metadata: { name: /^[a-z-]+$/ }, spec: Object })
    }
  }
  const { spec } = (parse(blocks[0]) as { spec: { template: { spec: PodSpec } } }).spec.template
  t.match(spec.securityContext, { runAsNonRoot: true })
  const { args } = spec.containers[0]
  t.ok(spec.terminationGracePeriodSeconds > Number(args[args.indexOf('--grace') + 1]) + 5, 'longer than a worker drains')
})
