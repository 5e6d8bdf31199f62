import { isMainThread } from 'node:worker_threads'
import { EffaceError } from '../core/errors.js'

const NAME = 'ORT_DISABLE_TELEMETRY'

/** Milliseconds that a main thread at work may take to answer. */
const PATIENCE = 5000

let silenced: Promise<void> | undefined

/**
 * Turns the telemetry of onnxruntime off for the process, before its first session. A worker thread's `process.env` is a copy that
 * native code never sees: from there the main thread is asked to set the variable.
 *
 * @throws EffaceError ERR_INVALID_OPTION when the variable is not in the environment and cannot be put there
 */
export function silenceTelemetry(): Promise<void> {
  if (!silenced) {
    silenced = silence()
    silenced.catch(() => { silenced = undefined })
  }
  return silenced
}

/** For a thread whose maker has seen to it. */
export function telemetryIsSilent(): void { silenced = Promise.resolve() }

async function silence(): Promise<void> {
  if (setHere() && isMainThread || await setInMainThread().catch(() => false) || isSet()) return
  throw new EffaceError('ERR_INVALID_OPTION',
    `Expected ${NAME}=1 in the environment of the process, where this thread cannot put it, so that onnxruntime sends nothing: set it, or load efface in the main thread first`,
    { stage: 'options' })
}

/** @returns whether this is a true environment, in which all is text, and no object that a test runner put in its place */
function setHere(): boolean {
  Object.assign(process.env, { [NAME]: 1 })
  return process.env[NAME] === '1'
}

/** What the environment of the process truly holds: reports are made by native code. Where the inspector is not allowed, they are. */
function isSet(): boolean {
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork: boolean }
  const { excludeNetwork } = report
  report.excludeNetwork = true // or it would look up the names of peers
  try {
    const { environmentVariables } = report.getReport() as { environmentVariables?: Record<string, string> }
    return environmentVariables?.[NAME] === '1'
  } finally {
    report.excludeNetwork = excludeNetwork
  }
}

/** The inspector reaches the main thread's own environment even while that thread is at work. */
async function setInMainThread(): Promise<boolean> {
  const { Session } = await import('node:inspector')
  const session = new Session()
  if (isMainThread) session.connect()
  else session.connectToMainThread()
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<boolean>(resolve => {
      timer = setTimeout(resolve, PATIENCE, false)
      session.post('Runtime.evaluate', { expression: `process.env.${NAME} = '1'` }, (error, answer) => resolve(!error && answer.result.value === '1'))
    })
  } finally {
    clearTimeout(timer)
    session.disconnect()
  }
}
