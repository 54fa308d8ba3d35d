import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_CALL_OPTIONS } from '../../src/domain/diplotype/call-gene.js'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { sampleEvidence } from '../../src/domain/genotype/evidence.js'
import type { SampleEvidence } from '../../src/domain/genotype/evidence.js'
import { doubtsAboutPerson } from '../../src/domain/genotype/whose-sample.js'
import type { Assembly, Gene, Knowledge } from '../../src/domain/knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { READ_OPTIONS, readFile, runSample } from './run-sample.js'

type People = ReadonlyMap<string, SampleEvidence>

type Calls = ReadonlyMap<string, ReadonlyMap<string, GeneCall>>

/**
 * 200 people of the 1000 Genomes Project, absent positions taken as reference: our calls against those of the reference
 * tool, and the calls from both assemblies against each other. Prints every difference by name.
 */
async function main(): Promise<void> {
  const shared = process.argv[2] ?? join(process.env['SHARED_DIR'] ?? '../shared', 'samples/1000genomes')
  if (!existsSync(shared)) {
    process.stdout.write(`skipped: ${shared} is not there\n`)
    return
  }
  const knowledge = await loadKnowledge(['data'])
  const [grch38, people] = await callAll(join(shared, '1kgp-200samples.GRCh38.vcf.gz'), 'GRCh38', knowledge)
  compareWithTool(grch38, join(shared, 'pharmcat-calls-200samples.GRCh38.tsv'))
  const [grch37, samePeople] = await callAll(join(shared, '1kgp-200samples.GRCh37.vcf.gz'), 'GRCh37', knowledge)
  compareAssemblies(grch38, grch37, knowledge)
  comparePeople(people, samePeople, knowledge)
}

async function callAll(file: string, assembly: Assembly, knowledge: Knowledge): Promise<readonly [Calls, People]> {
  const options = { ...READ_OPTIONS, assay: { assembly, assumeReference: true, assayedRegions: [] } }
  const table = await readFile(file, knowledge, options)
  const calls = new Map(
    table.samples.map((sample, index) => [sample, runSample(knowledge, table, index, [], DEFAULT_CALL_OPTIONS).calls]),
  )
  return [calls, new Map(table.samples.map((sample, index) => [sample, sampleEvidence(table, index)]))]
}

/** Whether a second sample of the same person, and one of anybody else, is noticed as somebody else's (C4). */
function comparePeople(people: People, samePeople: People, knowledge: Knowledge): void {
  const isNoticed = (now: SampleEvidence, evidence: SampleEvidence) =>
    doubtsAboutPerson(now, undefined, [{ evidence, isDoubted: false }], knowledge).length > 0
  const again = [...people].filter(([name, evidence]) => isNoticed(samePeople.get(name) ?? evidence, evidence)).length
  const all = [...people.values()]
  const pairs = all.flatMap((now, index) => all.slice(0, index).map(before => isNoticed(now, before)))
  process.stdout.write(
    `\nwhose sample: ${again} of ${people.size} people taken for somebody else when they come again, ` +
      `${pairs.filter(noticed => !noticed).length} of ${pairs.length} pairs of people taken for the same\n`,
  )
  if (again > 0 || pairs.includes(false)) process.exitCode = 1
}

/** As the tool's table writes it: " OR " between equally good ones, "." for not called, "{…}" for unphased alleles. */
function written(call: GeneCall | undefined): string {
  if (call?.status !== 'called') return '.'
  if (call.alleles !== undefined) return `{${call.alleles.join(', ')}}`
  return call.diplotypes
    .map(({ name }) => name)
    .toSorted()
    .join(' OR ')
}

function compareWithTool(calls: Calls, file: string): void {
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1)
  let same = 0
  const different: string[] = []
  for (const row of rows) {
    const [sample = '', gene = '', expected = ''] = row.split('\t')
    const ours = written(calls.get(sample)?.get(gene))
    if (ours === expected.split(' OR ').toSorted().join(' OR ')) same++
    else different.push(`  ${sample} ${gene}: ${expected} there, ${ours} here`)
  }
  process.stdout.write(
    `reference tool: ${same} of ${rows.length} calls equal\n${different.map(line => `${line}\n`).join('')}`,
  )
}

/**
 * The two files are different sequencing runs of the same people, so calls may differ where the files do. A difference
 * between equal genotypes would be ours, and fails.
 */
function compareAssemblies(grch38: Calls, grch37: Calls, knowledge: Knowledge): void {
  process.stdout.write('\nassemblies, people with the same call on both:\n')
  let ours = 0
  for (const gene of knowledge.genes.values()) {
    if (gene.tier !== 'core') continue
    const different: string[] = []
    for (const [sample, calls] of grch38) {
      const call = calls.get(gene.symbol)
      const other = grch37.get(sample)?.get(gene.symbol)
      if (call === undefined || other === undefined || written(call) === written(other)) continue
      const why = differingPositions(gene, call, other)
      if (why.length === 0) ours++
      different.push(
        `${written(call)} | ${written(other)}   ${why.length === 0 ? 'SAME GENOTYPES' : why.slice(0, 3).join(', ')}`,
      )
    }
    process.stdout.write(`  ${gene.symbol.padEnd(10)} ${grch38.size - different.length} of ${grch38.size}\n`)
    for (const [text, count] of tally(different)) process.stdout.write(`    ${count} × ${text}\n`)
  }
  process.stdout.write(`\n${ours} calls differ although both files have the same genotypes\n`)
  if (ours > 0) process.exitCode = 1
}

/** "rs1065852 G/A | G/G": the bases that the two files give, with the origin of what is no record. */
function differingPositions(gene: Gene, a: GeneCall, b: GeneCall): readonly string[] {
  return gene.positions.flatMap(position => {
    const [left, right] = [a, b].map(call => basesAt(call, position.index))
    return left === right ? [] : [`${position.rsid ?? position.loci.GRCh38.position} ${left} | ${right}`]
  })
}

function basesAt(call: GeneCall, index: number): string {
  const found = call.evidence[index]
  if (found === undefined || found.slots.length === 0) return found?.reason ?? 'absent'
  return found.slots.join('/')
}

function tally(lines: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const text of lines) {
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])
}

await main()
