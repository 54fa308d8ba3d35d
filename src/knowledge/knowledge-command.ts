import { coverage, shortfalls } from './coverage.js'
import { describeProblem, KnowledgeError } from './knowledge-error.js'
import { loadKnowledge } from './load-knowledge.js'
import { sealRelease } from './seal-release.js'

/** For curators: `seal` records the checksums of edited files, `check` reads a release as the service would. */
const COMMANDS: Readonly<Record<string, (folder: string) => Promise<boolean>>> = { seal, check }

async function seal(folder: string): Promise<boolean> {
  const changed = sealRelease(folder)
  for (const path of changed) console.log(`sealed ${path}`)
  console.log(`${folder}: ${changed.length === 0 ? 'nothing changed' : `${changed.length} files sealed`}`)
  return true
}

async function check(folder: string): Promise<boolean> {
  const started = performance.now()
  try {
    const knowledge = await loadKnowledge([folder])
    const counts = coverage(knowledge)
    const { sources, drugsWithoutId, ...numbers } = counts
    console.log(
      `release ${knowledge.release}, version ${knowledge.version}, ${Math.round(performance.now() - started)} ms`,
    )
    console.table({ ...numbers, drugsWithoutId: drugsWithoutId.length })
    console.table(Object.fromEntries(sources.map(({ source, ...rest }) => [source, rest])))
    if (drugsWithoutId.length > 0) console.log(`without any id: ${drugsWithoutId.join(', ')}`)
    const wanting = shortfalls(counts)
    for (const sentence of wanting) console.error(sentence)
    return wanting.length === 0
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    for (const problem of error.problems) console.error(describeProblem(problem))
    console.error(`${folder}: ${error.problems.length} problems`)
    return false
  }
}

const [name = '', folder = 'data'] = process.argv.slice(2)
const command = COMMANDS[name]
if (command === undefined) console.error(`usage: knowledge ${Object.keys(COMMANDS).join(' | ')} [FOLDER]`)
process.exitCode = command === undefined ? 2 : (await command(folder)) ? 0 : 1
