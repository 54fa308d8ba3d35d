import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LOOKED_KINDS, type OptionKnowledge } from '../../src/domain/option-knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { DATA, knowledge } from './real-release.js'
import { change, type Json, problemsOf, smallRelease } from './small-release.js'

const options: OptionKnowledge = knowledge.options ?? raise('the release knows no options')

function raise(message: string): never {
  throw new Error(message)
}

const HARMFUL_TO_STOP = `
  ALPHA2_AGONIST ANTICOAGULANT ANTIEPILEPTIC ANTIPSYCHOTIC BARBITURATE BENZODIAZEPINE BETA_BLOCKER
  CALCINEURIN_INHIBITOR CORTICOSTEROID DOPAMINE_AGONIST GABAPENTINOID LEVODOPA MUSCLE_RELAXANT NITRATE OPIOID
  P2Y12_INHIBITOR PPI SNRI SSRI TCA THYROID_HORMONE MOOD_STABILISER NNRTI INTEGRASE_INHIBITOR PROTEASE_INHIBITOR
  Z_DRUG
`

describe('what the release knows for choosing between medicines', () => {
  const files = [...options.drugFacts.values()]
  const indications = [...options.indications.values()]

  it('is as much as was counted', () => {
    const rules = files.flatMap(file => Object.values(file.rules).flat())
    expect({
      indications: indications.length,
      candidates: new Set(indications.flatMap(({ candidates }) => candidates.map(({ drug }) => drug))).size,
      files: files.length,
      rules: rules.length,
      together: files.reduce((sum, file) => sum + file.together.length, 0),
      conditions: options.conditions.size,
      classes: options.classes.size,
      allergyClasses: options.allergyClasses.size,
      mechanisms: options.mechanisms.size,
      terms: options.terms.size,
    }).toEqual({
      indications: 30,
      candidates: 164,
      files: 235,
      rules: 2031,
      together: 626,
      conditions: 118,
      classes: 107,
      allergyClasses: 25,
      mechanisms: 13,
      terms: 272,
    })
  })

  it('every candidate was looked at; where somebody did not look, that stands in the file', () => {
    const candidates = new Set(indications.flatMap(({ candidates: list }) => list.map(({ drug }) => drug)))
    const gaps = files
      .filter(({ drug }) => candidates.has(drug))
      .flatMap(({ drug, looked }) => LOOKED_KINDS.filter(kind => !looked.has(kind)).map(kind => `${drug} ${kind}`))
    expect(gaps).toEqual([
      'amphetamine RENAL',
      'desflurane LACTATION',
      'desflurane AGE',
      'desflurane PREFERENCE',
      'haloperidol HEPATIC',
      'hydralazine HEPATIC',
      'hydroxyzine RENAL',
      'hydroxyzine HEPATIC',
      'isoflurane LACTATION',
      'isoflurane AGE',
      'isoflurane PREFERENCE',
      'primaquine RENAL',
      'primaquine HEPATIC',
      'probenecid LACTATION',
      'propofol PREFERENCE',
      'sevoflurane LACTATION',
      'sevoflurane AGE',
      'sevoflurane PREFERENCE',
      'tafenoquine RENAL',
      'tafenoquine HEPATIC',
      'tamoxifen HEPATIC',
    ])
  })

  it('is a curator’s memory throughout, and says so; no row names an id or a link', () => {
    for (const { provenance } of [...files, ...indications])
      expect(provenance).toEqual({ source: 'sextant', basis: 'curator-knowledge', reviewed: false })
    const text = JSON.stringify([...options.documents.values()]) + JSON.stringify(files) + JSON.stringify(indications)
    expect(text).not.toMatch(/https?:\/\/|\b(?:PMID|DOI|SETID)\b|\b10\.\d{4,}\//i)
  })

  it('whoever is in a class whose sudden stop harms says how it is stopped', () => {
    const harming = new Set(HARMFUL_TO_STOP.trim().split(/\s+/))
    for (const code of harming) {
      const members = files.filter(({ classes }) => classes.includes(code))
      const silent = members.filter(({ discontinuation }) => discontinuation === undefined)
      expect([code, members.length > 0, silent.map(({ drug }) => drug)]).toEqual([code, true, []])
    }
  })

  it('every class of candidates has a name, and every indication its codes and documents', () => {
    for (const { id, icd10cm, statedIn, candidates } of indications) {
      expect([id, icd10cm.length > 0, statedIn.length > 0]).toEqual([id, true, true])
      expect(candidates.map(({ line }) => line).toSorted((a, b) => a - b)[0]).toBe(1)
    }
  })

  it('thresholds leave no gap between bands of one measure and drug', () => {
    const holes = files.flatMap(({ drug, rules }) =>
      rules.RENAL.flatMap(({ when }) => {
        if (!('measure' in when) || when.below === undefined || when.atLeast === undefined) return []
        const meets = rules.RENAL.some(
          ({ when: other }) =>
            'measure' in other &&
            other.measure === when.measure &&
            other !== when &&
            (other.below === when.atLeast || other.atLeast === when.below || other.atMost === when.atLeast),
        )
        return meets || when.atLeast === 0 ? [] : [`${drug} ${when.atLeast}–${when.below}`]
      }),
    )
    // Nothing is said below the band, or the band below has an inclusive end of its own.
    expect(holes).toEqual([])
  })
})

/** The small release with the tables of options, one indication with one candidate, and what these name. */
function releaseWithOptions(edit: (folder: string) => void = () => undefined): string {
  const folder = smallRelease()
  const parts = ['options', 'drug-facts/codeine.json', 'interactions/CYP3A4.json']
  for (const part of parts) cpSync(join(DATA, part), join(folder, part), { recursive: true })
  cpSync(join(DATA, 'indications/acute-pain.json'), join(folder, 'indications/pain.json'))
  change(folder, 'indications/pain.json', (json: Json) => {
    json.candidates = json.candidates.filter(({ drug }: Json) => drug === 'codeine')
  })
  edit(folder)
  sealRelease(folder)
  return folder
}

describe('the loader', () => {
  it('reads a release with options, and one without', async () => {
    const withOptions = await loadKnowledge([releaseWithOptions()])
    expect([...(withOptions.options?.drugFacts.keys() ?? [])]).toEqual(['codeine'])
    expect((await loadKnowledge([smallRelease()])).options).toBeUndefined()
  })

  const facts = 'drug-facts/codeine.json'
  it.each<[string, string, (json: Json) => void, string]>([
    ['a kind of which nobody says whether it was looked at', facts, json => delete json.looked.RENAL, 'looked'],
    ['rows of a kind that nobody looked at', facts, json => (json.looked.AGE = false), 'rules.AGE | has rows'],
    [
      'a reason that no term explains',
      facts,
      json => (json.rules.AGE[0].why = 'NO_TERM'),
      'rules.AGE[0].why | nothing',
    ],
    [
      'a condition that no group describes',
      facts,
      json => (json.rules.CONTRAINDICATION[0].when.condition = 'NO_GROUP'),
      'nothing says what "NO_GROUP"',
    ],
    [
      'a class that does not exist',
      facts,
      json => (json.classes = ['NO_CLASS']),
      'classes | nothing says what "NO_CLASS"',
    ],
    [
      'a document that does not exist',
      facts,
      json => (json.rules.AGE[0].in = 'NO_BOOK/1'),
      'nothing says what "NO_BOOK"',
    ],
    ['a gene without a table', facts, json => (json.dependsOn[0].gene = 'NO1'), 'dependsOn | nothing says what "NO1"'],
    ['an effect that does not exist', facts, json => (json.rules.AGE[0].effect = 'FORBIDS'), 'rules.AGE[0].effect'],
    [
      'days for the drug that is not the one to be begun',
      facts,
      json => Object.assign(json.together[0], { begins: 'THIS', washoutDays: 3 }),
      'together[0].washoutDays | counts days',
    ],
    ['a drug that no file describes', facts, json => (json.drug = 'codeinex'), '"codeinex" is no drug'],
    [
      'a candidate that nobody looked at',
      'indications/pain.json',
      json => (json.candidates[0].drug = 'ibuprofen'),
      '"ibuprofen"',
    ],
    [
      'a candidate that is listed twice',
      'indications/pain.json',
      json => json.candidates.push(json.candidates[0]),
      'is listed twice',
    ],
    ['an indication without codes', 'indications/pain.json', json => (json.icd10cm = []), 'icd10cm'],
    [
      'a code with its dot',
      'options/conditions.json',
      json => (json.conditions.SEIZURE.icd10cm = ['G40.9']),
      'SEIZURE.icd10cm[0]',
    ],
    ['an action without an effect', 'options/effects.json', json => delete json.actions.AVOID, 'actions'],
    [
      'a cross-allergy to nowhere',
      'options/allergy-classes.json',
      json => (json.classes.PENICILLINS.cross[0].class = 'NOWHERE'),
      'NOWHERE',
    ],
  ])('names file and field: %s', async (_, file, edit, part) => {
    const problems = await problemsOf(releaseWithOptions(folder => change(folder, file, edit)))
    expect(problems.join('\n')).toContain(file)
    expect(problems.join('\n')).toContain(part)
  })

  it('wants all tables when it finds one', async () => {
    const folder = smallRelease()
    cpSync(join(DATA, 'drug-facts/codeine.json'), join(folder, 'drug-facts/codeine.json'))
    sealRelease(folder)
    expect(await problemsOf(folder)).toEqual(['options/effects.json |  | does not exist'])
  })
})
