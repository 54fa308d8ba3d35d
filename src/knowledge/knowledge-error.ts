/** One thing that is wrong in a release: which file, which field of it, and what. */
export interface KnowledgeProblem {
  /** Path below the release's folder, e.g. "genes/ABC1/alleles.json". */
  readonly file: string
  /** Path inside the file, e.g. `alleles[3].cells`; empty when the whole file is meant. */
  readonly field: string
  readonly message: string
}

/** How decoders and checks say what is wrong; they go on, so that a curator sees all problems at once. */
export type Report = (file: string, field: string, message: string) => void

const SHOWN = 20

/** The release cannot be used. Start-up stops with this; the message names every file and field (at most 20). */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError'

  constructor(
    readonly folder: string,
    readonly problems: readonly KnowledgeProblem[],
  ) {
    const lines = problems.slice(0, SHOWN).map(problem => `  ${describeProblem(problem)}`)
    const more = problems.length > SHOWN ? [`  … and ${problems.length - SHOWN} more`] : []
    super([`The knowledge in ${folder} cannot be used:`, ...lines, ...more].join('\n'))
  }
}

export function describeProblem({ file, field, message }: KnowledgeProblem): string {
  return field === '' ? `${file}: ${message}` : `${file}: ${field}: ${message}`
}
