/** Something that takes structured log lines; pino fits. */
export interface Logger {
  /** What was done: one line a request or document. */
  info(fields: Record<string, unknown>, message: string): void
  /** What failed, with the code; never what was read. */
  error(fields: Record<string, unknown>, message: string): void
}
