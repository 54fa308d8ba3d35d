import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { houseFaults, type KnownNames, type SourceFile } from './support/house-rules.js'

const root = new URL('..', import.meta.url).pathname
function sources(): SourceFile[] {
  const src = join(root, 'src')
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => ({ path, text: readFileSync(join(src, path), 'utf8') }))
}

/** Every gene with a folder, and every generic name and synonym of a drug. */
function knownNames(): KnownNames {
  const drugs = readdirSync(join(root, 'data/drugs')).flatMap(file => {
    const { name, synonyms }: { name?: string; synonyms?: string[] } = JSON.parse(
      readFileSync(join(root, 'data/drugs', file), 'utf8'),
    )
    return [name ?? [], synonyms ?? []].flat()
  })
  return { genes: readdirSync(join(root, 'data/genes')), drugs }
}

describe('the house', () => {
  it('keeps its directions, its taste, and gene and drug names out of code', () => {
    const files = sources()
    expect(files.length).toBeGreaterThan(50)
    expect(houseFaults(files, knownNames())).toEqual([])
  })

  it('has the top level that is prescribed, and beside it only what tools insist on', () => {
    const left = ['node_modules', 'dist', '.sextant', '.git', 'coverage']
    const prescribed = ['README.md', 'codegen.yml', 'data', 'migrations', 'package.json', 'schema', 'src', 'test']
    const tools = ['.ci', '.gitignore', '.npmrc', '.oxlintrc.json', '.prettierignore', 'LICENSE', 'package-lock.json']
    const found = readdirSync(root).filter(name => !left.includes(name) && !name.endsWith('.log'))
    expect(found.toSorted()).toEqual([...prescribed, 'tsconfig.json', ...tools].toSorted())
  })
})

describe('the check of the house', () => {
  const names: KnownNames = { genes: ['ABC1D2', 'POR', 'X2', 'HLA-Q'], drugs: ['imaginol', '5-XU'] }
  const around: SourceFile[] = [
    'domain/knowledge.ts',
    'domain/errors.ts',
    'domain/genotype/evidence.ts',
    'domain/diplotype/gene-call.ts',
    'domain/advise.ts',
    'usecases/ports.ts',
    'graphql/schema.ts',
    'vcf/reader.ts',
    'app/commands/start.ts',
    'app/service/serve.ts',
    'config.ts',
  ].map(path => ({ path, text: 'export const here = 1' }))

  const faultsOf = (path: string, text: string): string[] =>
    houseFaults([...around.filter(file => file.path !== path), { path, text }], names)

  it.each([
    ['a room importing what it may not', 'domain/a.ts', `import { here } from '../vcf/reader.js'`],
    ['a value from where only types may come', 'vcf/a.ts', `import { here } from '../usecases/ports.js'`],
    ['use cases importing an adapter', 'usecases/a.ts', `import { here } from '../graphql/schema.js'`],
    ['an import at run time', 'usecases/a.ts', `export const a = () => import('../vcf/reader.js')`],
    ['a stage to the right', 'domain/genotype/a.ts', `import { here } from '../diplotype/gene-call.js'`],
    ['a stage importing an entrance', 'domain/genotype/a.ts', `import { here } from '../advise.js'`],
    ['a shared file importing a stage', 'domain/errors.ts', `import { here } from './genotype/evidence.js'`],
    ['a folder that is no stage', 'domain/helpers/a.ts', `import { here } from '../genotype/evidence.js'`],
    ['a library in the domain', 'domain/a.ts', `import { readFileSync } from 'node:fs'`],
    ['a library outside its home', 'usecases/a.ts', `import { z } from 'zod'`],
    ['a file in no room', 'helpers/a.ts', `export const a = 1`],
    ['an import of nothing', 'usecases/a.ts', `import { a } from '../domain/none.js'`],
    ['a room loaded by every command', 'app/a.ts', `import { here } from '../graphql/schema.js'`],
    ['the service loaded by every command', 'app/commands/a.ts', `import { here } from '../service/serve.js'`],
    ['libraries loaded before Node was looked at', 'main.ts', `import { here } from './app/commands/start.js'`],
    ['a file too long to be read', 'usecases/a.ts', `export const a = 1\n${'// more\n'.repeat(450)}`],
    ['commands that grow into one file', 'app/a.ts', `export const a = 1\n${'// more\n'.repeat(250)}`],
    ['a default export', 'usecases/a.ts', `export default 1`],
    ['a barrel', 'usecases/a.ts', `export * from './ports.js'`],
    ['a named barrel', 'usecases/a.ts', `export { here } from './ports.js'`],
    ['any', 'usecases/a.ts', `export const a: any = 1`],
    ['a decorator outside graphql', 'usecases/a.ts', `@injectable() export class A {}`],
    ['the environment', 'usecases/a.ts', `export const a = process.env.A`],
    ['the clock in the domain', 'domain/a.ts', `export const a = () => new Date()`],
    ['the clock in the domain, once more', 'domain/a.ts', `export const a = () => Date.now()`],
    ['chance in the domain', 'domain/a.ts', `export const a = () => Math.random()`],
    ['waiting in the domain', 'domain/a.ts', `export async function a() { return 1 }`],
    ['a log in the domain', 'domain/a.ts', `export const a = () => console.log(1)`],
    ['a gene in a string', 'usecases/a.ts', `export const a = 'only ABC1D2'`],
    ['a gene in small letters', 'usecases/a.ts', `export const a = 'abc1d2.tsv'`],
    ['a short symbol', 'usecases/a.ts', `export const a = ['X2']`],
    ['a gene in a template', 'usecases/a.ts', 'export const a = (n: number) => `ABC1D2*${n}`'],
    ['a gene in a pattern', 'usecases/a.ts', `export const a = /^ABC1D2/`],
    ['a gene in an identifier', 'usecases/a.ts', `export const abc1d2Rule = 1`],
    ['a gene with a hyphen in an identifier', 'usecases/a.ts', `export const isHlaQPositive = 1`],
    ['a gene as a key', 'usecases/a.ts', `export const a = { ABC1D2: 1 }`],
    ['a gene in a file name', 'usecases/abc1d2.ts', `export const a = 1`],
    ['a drug in a string', 'usecases/a.ts', `export const a = 'Imaginol'`],
    ['a drug in an identifier', 'usecases/a.ts', `export const imaginolDose = 1`],
    ['a name in a schema default', 'graphql/a.ts', `export const a = { defaultValue: 'ABC1D2' }`],
  ])('finds %s', (_, path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1)
  })

  it.each([
    ['types of use cases in vcf/', 'vcf/a.ts', `import type { here } from '../usecases/ports.js'`],
    ['a stage to the left', 'domain/diplotype/a.ts', `import { here } from '../genotype/evidence.js'`],
    ['an entrance using a stage', 'domain/advise.ts', `import { here } from './genotype/evidence.js'`],
    ['a command loading on demand', 'app/commands/a.ts', `export const a = () => import('../service/serve.js')`],
    ['a service that is loaded whole', 'app/service/a.ts', `import { here } from '../../graphql/schema.js'`],
    ['a command using what stands beside it', 'app/commands/a.ts', `import { here } from './start.js'`],
    ['a name in a description', 'graphql/a.ts', `export const a = { description: 'such as ABC1D2' }`],
    ['a name in a comment', 'usecases/a.ts', `/** such as ABC1D2 */ export const a = 1`],
    ['letters of a short symbol inside a word', 'usecases/a.ts', `export const support = 'import of POROUS X20'`],
    ['a date that was given', 'domain/a.ts', `export const a = (day: string) => new Date(day)`],
  ])('allows %s', (_, path, text) => {
    expect(faultsOf(path, text)).toEqual([])
  })
})
