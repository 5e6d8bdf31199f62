import { spawnSync } from 'node:child_process'
import t from 'tap'

const lib = (name: string): string => JSON.stringify(new URL(`../../../dist/lib/${name}`, import.meta.url).href)

/** A program where the optional packages are not installed. */
function without(program: string): { status: number | null, stdout: string, stderr: string } {
  const hook = 'data:text/javascript,' + encodeURIComponent(`export function resolve (name, context, next) {
    if (!name.startsWith('@aws-sdk/')) return next(name, context)
    throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' })
  }`)
  const all = `import { register } from 'node:module'; register(${JSON.stringify(hook)}); ${program}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', all], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
}

t.test('what is not installed is named when it is used, and not missed before', async t => {
  const { status, stdout, stderr } = without(`
    const { effaceFile } = await import(${lib('api/index.js')})
    await effaceFile('s3://in/a.png', 'a.png').catch(({ code, message }) => console.log(code, message))
    const { main } = await import(${lib('cli/main.js')})
    await main(['s3://in/', '--out-dir', 'out']).catch(({ constructor, message }) => console.log(constructor.name, message))`)
  const message = 'needs packages that are not installed: npm install @aws-sdk/client-s3 @aws-sdk/lib-storage'
  t.equal(stdout, `ERR_MISSING_PACKAGE s3://in/a.png ${message}\nUsageError s3://in/ ${message}\n`, stderr)
  t.equal(status, 0)
})
