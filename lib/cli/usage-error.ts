/** A wrong command line, or a config file that is: exit code 2. */
export class UsageError extends Error {}
