import { describe, expect, it } from 'vitest'

import { diffReleases, genesToCallAgain } from '../../src/knowledge/diff-releases.js'
import { loadReleases } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { knowledge } from './real-release.js'
import { change, type Json, smallRelease } from './small-release.js'

/** The changes that edits to a copy of a release make, as "kind change group: rows". */
async function changesBy(...edits: readonly (readonly [file: string, edit: (json: Json) => void])[]) {
  const [before, after] = [smallRelease(), smallRelease()]
  for (const [file, edit] of edits) change(after, file, edit)
  sealRelease(after)
  const [old, young] = await loadReleases([before, after])
  if (old === undefined || young === undefined) throw new Error('two releases are needed')
  const changes = diffReleases(old, young)
  return { changes, told: changes.map(({ kind, change: how, group, rows }) => [kind, how, group, ...rows].join(' | ')) }
}

const rowNamed = (json: Json, name: string) => json.alleles.find((row: Json) => row.name === name)

describe('what differs between two releases', () => {
  it('is nothing when nothing differs', async () => {
    expect((await changesBy()).changes).toEqual([])
  })

  it('is told for genes, positions, alleles, functions and phenotype rules', async () => {
    const { told, changes } = await changesBy(
      [
        'genes/CYP2D6/alleles.json',
        json => {
          rowNamed(json, '*10').value = '0.5'
          rowNamed(json, '*9').note = 'seen'
        },
      ],
      [
        'genes/NAT2/gene.json',
        json => {
          json.restricted = true
          json.positions[0].impact = 'X1Y'
        },
      ],
      ['genes/NAT2/phenotypes.json', json => (json.rules[0].phenotype = json.rules.at(-1).phenotype)],
      ['genes/CYP2D6/phenotypes.json', json => json.scores['Ultrarapid Metabolizer'].push('3.1')],
      ['genes/HLA-B/phenotypes.json', json => json.statuses.pop()],
    )
    expect(told).toEqual([
      'gene | changed | NAT2 | ',
      'position | changed | NAT2 | rs200893121',
      'allele | changed | CYP2D6 | *9',
      'function | changed | CYP2D6 | *10',
      'phenotype-rule | added | CYP2D6 | score 3.1',
      'phenotype-rule | removed | HLA-B | *58:01',
      'phenotype-rule | changed | NAT2 | Decreased function + Decreased function',
    ])
    expect(changes.find(({ kind }) => kind === 'function')?.fields).toEqual([
      { field: 'activityValue', before: '0.25', after: '0.5' },
    ])
  })

  it('is told for drugs, guidelines, their rows and interactions', async () => {
    const { told, changes } = await changesBy(
      ['drugs/codeine.json', json => (json.rxnorm = '1')],
      [
        'guidelines/cpic/codeine.json',
        json => {
          json.guidelines[0].year = 2030
          json.guidelines[0].rows[0].actions = ['CONTRAINDICATED']
        },
      ],
      ['interactions/CYP2D6.json', json => json.interactions.splice(0, 1)],
    )
    expect(told).toEqual([
      'drug | changed |  | codeine',
      'guideline | changed | CPIC codeine (PA166104996) | ',
      'guideline-row | changed | CPIC codeine (PA166104996) | CYP2D6 0.0',
      'interaction | removed | CYP2D6 | inhibitor bupropion',
    ])
    expect(changes[2]?.fields).toEqual([
      { field: 'actions', before: ['AVOID', 'ALTERNATIVE_DRUG'], after: ['CONTRAINDICATED'] },
    ])
  })

  it('tells rows together that change alike', async () => {
    const { told } = await changesBy([
      'guidelines/cpic/codeine.json',
      json => (json.guidelines[0].rows[1].strength = 'strong'),
    ])
    expect(told).toEqual([
      'guideline-row | changed | CPIC codeine (PA166104996) | CYP2D6 0.25 | CYP2D6 0.5 | CYP2D6 0.75 | CYP2D6 1.0',
    ])
  })

  it('is nothing when rows of a file are only split or sorted otherwise', async () => {
    const { changes } = await changesBy([
      'guidelines/cpic/codeine.json',
      json => {
        const [guideline] = json.guidelines
        const row = structuredClone(guideline.rows[1])
        const [group] = row.keys
        guideline.rows[1].keys[0].values = group.values.slice(0, 1)
        guideline.rows[1].keys[0].ids = group.ids.slice(0, 1)
        Object.assign(group, { values: group.values.slice(1), ids: group.ids.slice(1) })
        guideline.rows.unshift(row)
      },
    ])
    expect(changes).toEqual([])
  })

  it('tells a key that nobody can be found by any more, and its new home', async () => {
    const { told } = await changesBy([
      'guidelines/cpic/codeine.json',
      json => {
        const [group] = json.guidelines[0].rows[0].keys
        Object.assign(group, { by: ['phenotype'], values: [['Poor Metabolizer']] })
      },
    ])
    expect(told).toEqual([
      'guideline-row | removed | CPIC codeine (PA166104996) | CYP2D6 0.0',
      'guideline-row | added | CPIC codeine (PA166104996) | CYP2D6 Poor Metabolizer',
    ])
  })
})

describe('the tables by which medicines are set beside each other', () => {
  it('are compared entry by entry', () => {
    const { options } = knowledge
    if (options === undefined) throw new Error('the release has no options')
    const [first, ...others] = options.drugFacts
    const [, second] = others[0] ?? []
    if (first === undefined || second === undefined) throw new Error('the release has no drug facts')
    const drugFacts = new Map([[first[0], { ...first[1], drug: 'renamed' }], ...others.slice(1)])
    const told = diffReleases(knowledge, { ...knowledge, options: { ...options, drugFacts } }).map(
      ({ kind, change: how, group, rows }) => [kind, how, group, ...rows].join(' | '),
    )
    expect(told).toEqual([
      `option | changed | drugFacts | ${first[0]}`,
      `option | removed | drugFacts | ${others[0]?.[0]}`,
    ])
  })
})

describe('genes whose calls may change', () => {
  it('are those whose positions, patterns or calling rules changed', async () => {
    const { changes } = await changesBy(
      ['genes/NAT2/gene.json', json => json.unphasedPriorities.pop()],
      ['genes/UGT1A1/alleles.json', json => (rowNamed(json, '*27').cells = { rs4148323: 'A', rs35350960: 'A' })],
      ['genes/CYP2D6/alleles.json', json => (rowNamed(json, '*10').value = '0.5')],
      ['genes/SLCO1B1/gene.json', json => (json.name = 'renamed')],
    )
    expect(genesToCallAgain(changes)).toEqual(['NAT2', 'UGT1A1'])
  })
})
