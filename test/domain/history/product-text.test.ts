import { describe, expect, it } from 'vitest'
import { drugLookup } from '../../../src/domain/history/drug-lookup.js'
import { knownMedicine } from '../../../src/domain/history/known-medicines.js'
import { knowledge } from '../../knowledge/real-release.js'
import { history, takes } from '../medication/asking-options.js'

/** The drugs a product's name is read as, or what is said instead. A product id is RxNorm's and no drug's of the data. */
const read = (name: string, rxnorm?: string): string => {
  const { matchedBy, meant, isUncertain, considered } = knownMedicine(
    rxnorm === undefined ? { name } : { name, rxnorm },
    knowledge,
  )
  const isSpokenOf = considered || drugLookup(knowledge).matchOf({ name }) !== undefined
  if (matchedBy !== undefined)
    return `${matchedBy} ${meant.join(' + ')}${isSpokenOf || rxnorm !== undefined ? '' : '?'}`
  return isUncertain ? 'NOT_CERTAIN' : 'UNKNOWN'
}

describe('the name of a product', () => {
  it.each([
    ['paroxetine 20 MG Oral Tablet', 'paroxetine'],
    ['Paroxetine 20 MG Oral Tablet [Paxil]', 'paroxetine'],
    ['24 HR paroxetine 12.5 MG Extended Release Oral Tablet', 'paroxetine'],
    ['PARoxetine (PAXIL) 20 mg tablet', 'paroxetine'],
    ['Paxil 20mg tab', 'paxil'],
    ['paroxetine hydrochloride 20mg tablets', 'paroxetine'],
    ['metoprolol tartrate 25 MG Oral Tablet', 'metoprolol'],
    ['metoprolol succinate (TOPROL-XL) 50 MG 24 hr tablet', 'metoprolol'],
    ['warfarin sodium 5 MG Oral Tablet', 'warfarin'],
    ['atorvastatin calcium 40 mg tablet', 'atorvastatin'],
    ['nortriptyline 25 MG Oral Capsule', 'nortriptyline'],
    ['amlodipine 5 MG Oral Tablet', 'amlodipine'],
    ['phenytoin sodium 100 mg capsule', 'phenytoin'],
    ['azathioprine 50 MG Oral Tablet', 'azathioprine'],
    ['5-fluorouracil 50 MG/ML Injectable Solution', '5-fluorouracil'],
    ['carbamazepine 20 MG/ML Oral Suspension', 'carbamazepine'],
    ['clopidogrel 75 MG', 'clopidogrel'],
    ['peginterferon alfa-2b 0.05 mg injection', 'peginterferon alfa-2b'],
    ['Irbesartan 150 MG Oral Tablet', 'irbesartan'],
    ['ketoconazole 200 MG Oral Tablet', 'ketoconazole'],
    ['0.4 ML enoxaparin sodium 100 MG/ML Prefilled Syringe', 'enoxaparin'],
    ['72 HR fentanyl 0.025 MG/HR Transdermal System', 'fentanyl'],
    ['Codeine 25mg/5ml oral solution', 'codeine'],
    ['Metoprolol 50mg modified-release tablets', 'metoprolol'],
    ['ondansetron 4 MG Disintegrating Oral Tablet', 'ondansetron'],
    ['Levothyroxine Sodium 0.1 MG Oral Tablet', 'levothyroxine'],
  ])('that is understood to the last word names its drug: %s', (text, drug) => {
    expect(read(text)).toBe(`TEXT ${drug}`)
  })

  it.each([
    ['acetaminophen 300 MG / codeine phosphate 30 MG Oral Tablet', 'acetaminophen / codeine'],
    ['acetaminophen-codeine 300-30 mg per tablet', 'acetaminophen / codeine'],
    ['acetaminophen / metoprolol', 'acetaminophen + metoprolol'],
    ['buprenorphine 8 MG / naloxone 2 MG Sublingual Film', 'buprenorphine + naloxone'],
    ['Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG Oral Tablet', 'acetaminophen / oxycodone'],
    ['HYDROcodone-acetaminophen 5-325 mg per tablet', 'acetaminophen / hydrocodone'],
    ['trimethoprim 80 MG / sulfamethoxazole 400 MG Oral Tablet', 'sulfamethoxazole / trimethoprim'],
    ['ethinyl estradiol 0.02 MG / norethindrone 1 MG Oral Tablet', 'ethinyl estradiol + norethindrone'],
  ])('of several drugs names them all: %s', (text, drugs) => {
    expect(read(text)).toBe(`TEXT ${drugs}`)
  })

  it.each([
    'metoprolol stopped',
    'no known allergy to codeine',
    'no codeine',
    'not on paroxetine',
    'codeine 30 mg tablet (stopped)',
    '[Paxil]',
    'history of paroxetine use',
    'codeine or tramadol 50 mg tablet',
    'paroxetine 20 MG Oral Tablet [Zoloft]',
    'paroxetine 20 MG Oral Tablet [Nobrandofours]',
    'zzz 5 MG / codeine 30 MG Oral Tablet',
    'ketoconazole 2 % Topical Cream',
    'terbinafine 10 MG/ML Topical Cream',
    'timolol 5 MG/ML Ophthalmic Solution',
    'timolol 5 MG/ML Solution',
    'erythromycin 0.005 MG/MG Ophthalmic Ointment',
    'fluticasone propionate 0.05 MG/ACTUAT Metered Dose Nasal Spray',
    '{7 (codeine 30 MG Oral Tablet) / 7 (ibuprofen 200 MG Oral Tablet) } Pack',
    'miconazole nitrate 200 MG Vaginal Insert',
    'penicillin V potassium 500 MG Oral Tablet',
    'haloperidol decanoate 50 MG/ML Injectable Solution',
    'amoxicillin 250 MG / clavulanate 125 MG Oral Tablet',
    'tobramycin 60 MG/ML Inhalation Solution',
  ])('with one word that is not understood is nobody’s guess: %s', text => {
    expect(read(text)).toBe('NOT_CERTAIN')
  })

  it.each([
    'sodium valproate 500 mg tablet',
    'insulin aspart 100 UNT/ML Injectable Solution',
    'protamine sulfate 10 MG/ML Injectable Solution',
    'triptyline 10 MG Oral Tablet',
    'paroxetin 20 mg tablet',
    'codeinee 30 MG Oral Tablet',
    'potassium chloride 10 MEQ Extended Release Oral Tablet',
    '20 MG Oral Tablet',
    'tablet',
    '/',
    'codeine-free cough syrup',
    `${'codeine '.repeat(50)}30 MG`,
  ])('that names no drug of the data stays unknown: %s', text => {
    expect(read(text)).toBe('UNKNOWN')
  })

  it('with RxNorm’s id may hold a brand in brackets that the data do not know, and none of another drug', () => {
    expect(read('paroxetine 20 MG Oral Tablet [Nobrandofours]', '0')).toBe('TEXT paroxetine')
    expect(read('paroxetine 20 MG Oral Tablet [Zoloft]', '0')).toBe('NOT_CERTAIN')
    expect(read('codeine [stopped]', '0')).toBe('NOT_CERTAIN')
    expect(read('codeine 30 MG (stopped)', '0')).toBe('NOT_CERTAIN')
    expect(read('codeine 30 MG [stopped]', 'codeine 30 MG [stopped]')).toBe('NOT_CERTAIN')
  })

  it('P2 the brand of a combination means all that it holds, or is not understood, whatever id stands beside it', () => {
    const drugs = (name: string, rxnorm?: string) =>
      knownMedicine(rxnorm === undefined ? { name } : { name, rxnorm }, knowledge).drugs.map(drug => drug.name)
    expect(drugs('Percocet 5-325 MG Oral Tablet')).toEqual(['acetaminophen / oxycodone', 'acetaminophen', 'oxycodone'])
    expect(drugs('acetaminophen 325 MG / oxycodone 5 MG Oral Tablet [Percocet]', '0')).toContain('acetaminophen')
    expect(read('oxycodone 5 MG Oral Tablet [Percocet]', '0')).toBe('NOT_CERTAIN')
    expect(read('Brontex')).toBe('NOT_CERTAIN')
    expect(read('Brontex', '2670')).toBe('NOT_CERTAIN')
    expect(read('codeine 10 MG Oral Tablet [Brontex]', '0')).toBe('NOT_CERTAIN')
    expect(read('acetaminophen 300 MG / codeine 30 MG Oral Tablet [Cocet]', '0')).toBe('TEXT acetaminophen / codeine')
  })

  it('is not asked where an id or the name itself is known', () => {
    expect(read('20 mg of something', '32937')).toBe('RXNORM 32937')
    expect(read('oral contraceptives')).toBe('NAME oral contraceptives')
    expect(read('divalproex sodium')).toBe('NAME divalproex sodium')
  })

  it('is said in the history: read from text, or why not', () => {
    const said = (name: string) =>
      history([takes(name)]).clinical?.problems.map(({ code, used }) => `${code}${used ? ', used' : ''}`)
    expect(said('codeine')).toEqual([])
    expect(said('codeine 30 MG Oral Tablet')).toEqual(['DRUG_READ_FROM_TEXT, used'])
    expect(said('codeine stopped')).toEqual(['DRUG_NOT_CERTAIN'])
    expect(said('zzz drops')).toEqual(['UNKNOWN_DRUG'])
  })
})

describe('an ATC code', () => {
  const { byAtc } = drugLookup(knowledge)
  const owners = (code: string) =>
    [...knowledge.drugs.values()].filter(({ atc }) => atc.includes(code)).map(({ name }) => name)

  it('names a drug where it can mean no other: neither a combination, nor a group, nor one drug of several uses', () => {
    expect(byAtc('N06AB05')).toEqual({ name: 'paroxetine', rxnorm: '32937' })
    expect(byAtc('J05AR02')).toBeUndefined()
    expect(byAtc('C10BX04')).toBeUndefined()
    expect(byAtc('L01BC53')).toBeUndefined()
    expect(byAtc('M03AC')).toBeUndefined()
    expect(byAtc('Z99ZZ99')).toBeUndefined()
    const all = [...new Set([...knowledge.drugs.values()].flatMap(({ atc }) => atc))]
    const named = all.filter(code => byAtc(code) !== undefined)
    expect(named.length).toBeGreaterThan(150)
    expect(named.filter(code => owners(code).join() !== byAtc(code)?.name)).toEqual([])
  })
})
