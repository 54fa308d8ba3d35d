import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { coverage, shortfalls } from './coverage.js'
import { DIFF_USAGE, runDiff } from './diff-command.js'
import { doubtfulRows } from './doubtful-rows.js'
import { IMPORT_USAGE, runImport } from './import/import-command.js'
import { describeProblem, KnowledgeError } from './knowledge-error.js'
import { loadKnowledge } from './load-knowledge.js'
import { sealRelease } from './seal-release.js'

type Print = (line: string) => void

/** Answers the exit code: 0 as it should be, 1 not, 2 wrong usage. */
type Command = (args: readonly string[], print: Print) => Promise<number>

/**
 * For curators: `seal` records the checksums of edited files, `check` reads a release as the service does and says what
 * it holds, `doubts` lists the guideline rows that a person should compare with their source, `diff` compares two
 * releases, `import` makes one from published tables. `remember` is for the build: it checks once, so that the first start
 * need not.
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  seal: onFolder(seal),
  check: onFolder(check),
  doubts: onFolder(doubts),
  remember: onFolder(remember),
  diff: runDiff,
  import: runImport,
}

export async function runKnowledgeCommand(args: readonly string[], print: Print): Promise<number> {
  const [name = '', ...rest] = args
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) return usage(print)
  try {
    return await command(rest, print)
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    for (const problem of error.problems) print(describeProblem(problem))
    print(`${error.folder}: ${error.problems.length} problems`)
    return 1
  }
}

function onFolder(command: (folder: string, print: Print) => Promise<number>): Command {
  return async ([folder = 'data', ...more], print) => (more.length === 0 ? command(folder, print) : usage(print))
}

function usage(print: Print): number {
  print('usage: knowledge seal | check | doubts | remember [FOLDER]')
  print(`       ${DIFF_USAGE}`)
  print(`       ${IMPORT_USAGE}`)
  return 2
}

async function seal(folder: string, print: Print): Promise<number> {
  const changed = sealRelease(folder)
  for (const path of changed) print(`sealed ${path}`)
  print(`${folder}: ${changed.length === 0 ? 'nothing changed' : `${changed.length} files sealed`}`)
  return 0
}

async function check(folder: string, print: Print): Promise<number> {
  const knowledge = await loadKnowledge([folder])
  print(`${folder}: release ${knowledge.release}, version ${knowledge.version}`)
  const { sources, drugsWithoutId, ...numbers } = coverage(knowledge)
  for (const [name, number] of Object.entries(numbers)) print(`  ${name.padEnd(20)} ${number}`)
  for (const { source, drugs, rows, keys } of sources) {
    print(`  ${source.padEnd(20)} ${drugs} drugs, ${rows} rows, ${keys} lookup keys`)
  }
  if (drugsWithoutId.length > 0) print(`  without any id       ${drugsWithoutId.join(', ')}`)
  const wanting = shortfalls(coverage(knowledge))
  for (const sentence of wanting) print(`too little: ${sentence}`)
  return wanting.length === 0 ? 0 : 1
}

async function doubts(folder: string, print: Print): Promise<number> {
  for (const { doubt, row } of doubtfulRows(await loadKnowledge([folder]))) print(`${doubt.padEnd(24)} ${row}`)
  return 0
}

/** What is wrong stops the start that follows, with the same words; the build goes on. */
async function remember(folder: string): Promise<number> {
  await loadKnowledge([folder]).catch(() => undefined)
  return 0
}

const started = process.argv[1]
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = await runKnowledgeCommand(process.argv.slice(2), line => console.log(line))
}
