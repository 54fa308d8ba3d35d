/** The command was asked in a way it does not understand: exit code 2, with a hint to `--help`. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
