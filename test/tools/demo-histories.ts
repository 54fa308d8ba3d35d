import type { StatedFact } from '../../src/domain/history/history-fact.js'

/**
 * What is recorded of the demonstration patients besides their genes. All of it is invented; each shows something that a
 * medication option has to look at. Days are counted from the day of the seeding, so that nothing is old by then.
 */
export const DEMO_HISTORIES: Readonly<Record<string, readonly StatedFact[]>> = {
  'norma-allcommon.vcf.gz': [
    ...lists(),
    ...measured({ weight: 64, creatinine: 0.8, egfr: 98, potassium: 4.1 }),
    { kind: 'PREGNANCY', pregnant: false, on: 'today-5' },
    { kind: 'LACTATION', lactating: false, on: 'today-5' },
    { kind: 'SMOKING', state: 'NEVER', on: 'today-5' },
    has('F32.1', 'Moderate depressive episode'),
    has('I10', 'High blood pressure'),
    takes('paroxetine', 200, { value: 20, unit: 'mg', timesPerDay: 1 }),
    takes('metoprolol', 500, { value: 100, unit: 'mg', timesPerDay: 2 }),
    wishes('AVOID_EFFECT', 'SEDATION'),
    wishes('AVOID_EFFECT', 'WEIGHT_GAIN'),
  ],
  'petra-slowly.vcf.gz': [
    ...lists(),
    ...measured({ weight: 71, creatinine: 1.2, egfr: 48, potassium: 4.6 }),
    { kind: 'SMOKING', state: 'FORMER', on: 'today-20' },
    has('I21.4', 'Non-ST elevation myocardial infarction'),
    has('K21.9', 'Gastro-oesophageal reflux disease'),
    takes('clopidogrel', 300, { value: 75, unit: 'mg', timesPerDay: 1 }),
    takes('omeprazole', 300, { value: 20, unit: 'mg', timesPerDay: 1 }),
    takes('simvastatin', 290, { value: 40, unit: 'mg', timesPerDay: 1 }),
    takes('amitriptyline', 40, { value: 25, unit: 'mg', timesPerDay: 1 }),
    adverse('codeine', 'MODERATE', 'no relief, nausea'),
  ],
  'amos-eitheror.vcf.gz': [
    ...lists(),
    ...measured({ weight: 83, creatinine: 0.9, egfr: 104, potassium: 4.4 }),
    { kind: 'SMOKING', state: 'NEVER', on: 'today-30' },
    has('K50.9', 'Crohn’s disease'),
    has('M10.9', 'Gout'),
    takes('prednisone', 20, { value: 40, unit: 'mg', timesPerDay: 1 }),
    takes('allopurinol', 400, { value: 300, unit: 'mg', timesPerDay: 1 }),
    { kind: 'MEDICATION', drug: { name: 'azathioprine' }, status: 'PLANNED', startedOn: 'today+7' },
  ],
  'mia-halfread.vcf.gz': [
    ...lists(),
    ...measured({ weight: 68, creatinine: 0.6, egfr: 115, potassium: 4 }),
    { kind: 'PREGNANCY', pregnant: true, on: 'today-8', dueOn: 'today+150' },
    { kind: 'LACTATION', lactating: false, on: 'today-8' },
    { kind: 'SMOKING', state: 'NEVER', on: 'today-8' },
    has('G40.9', 'Epilepsy'),
    takes('valproic acid', 900, { value: 500, unit: 'mg', timesPerDay: 2 }),
  ],
  // Nobody went through any list, and one medicine is in no table.
  'undo-nameless.vcf.gz': [
    { kind: 'SMOKING', state: 'CURRENT', on: 'today-60' },
    takes('simvastatin', 500),
    { kind: 'MEDICATION', drug: { name: 'Heartwort drops' }, status: 'ACTIVE', startedOn: 'today-90' },
    { kind: 'MEDICATION', drug: { name: 'verapamil' }, status: 'UNKNOWN' },
  ],
  'cora-manycopies.vcf.gz': [
    ...lists(),
    ...measured({ weight: 62, creatinine: 0.7, egfr: 112, potassium: 4.2 }),
    { kind: 'PREGNANCY', pregnant: false, on: 'today-6' },
    { kind: 'LACTATION', lactating: true, on: 'today-6' },
    { kind: 'SMOKING', state: 'NEVER', on: 'today-6' },
    has('R52', 'Pain'),
    takes('codeine', 2, { value: 30, unit: 'mg', timesPerDay: 4 }),
    wishes('ROUTE', 'ORAL'),
  ],
  'hela-tissuetype.vcf.gz': [
    ...lists(),
    ...measured({ weight: 75, creatinine: 0.9, egfr: 88, potassium: 4.3 }),
    { kind: 'SMOKING', state: 'NEVER', on: 'today-15' },
    has('M10.9', 'Gout'),
    has('G50.0', 'Trigeminal neuralgia'),
    takes('allopurinol', 3, { value: 100, unit: 'mg', timesPerDay: 1 }),
    { kind: 'MEDICATION', drug: { name: 'carbamazepine' }, status: 'PLANNED', startedOn: 'today+3' },
    allergicTo('ibuprofen', 'ALLERGY', 'hives and wheezing', 'HIGH'),
    allergicTo('penicillins', 'INTOLERANCE', 'diarrhoea'),
  ],
  'gideon-onecopy.vcf.gz': [
    ...lists(),
    ...measured({ weight: 78, creatinine: 1, egfr: 96, potassium: 4.5 }),
    { kind: 'SMOKING', state: 'CURRENT', on: 'today-10' },
    has('B51.9', 'Plasmodium vivax malaria'),
  ],
  'dora-twohits.vcf.gz': [
    ...lists(),
    ...measured({ weight: 59, creatinine: 0.7, egfr: 92, potassium: 3.9 }),
    { kind: 'LIVER_FUNCTION', childPugh: 'B', on: 'today-12' },
    { kind: 'SMOKING', state: 'FORMER', on: 'today-12' },
    has('C18.7', 'Cancer of the sigmoid colon'),
    has('K74.6', 'Cirrhosis of the liver'),
    { kind: 'MEDICATION', drug: { name: 'capecitabine' }, status: 'PLANNED', startedOn: 'today+5' },
  ],
  'quentin-brokenrow.vcf': [
    ...lists(),
    ...measured({ weight: 90, creatinine: 1, egfr: 101, potassium: 4.4 }),
    { kind: 'SMOKING', state: 'NEVER', on: 'today-25' },
    has('F33.1', 'Recurrent depression'),
    takes('ibuprofen', 15, { value: 400, unit: 'mg', timesPerDay: 3 }),
    takes('naproxen', 4, { value: 250, unit: 'mg', timesPerDay: 2 }),
    { kind: 'PRIOR_RESPONSE', drug: { name: 'sertraline' }, response: 'INEFFECTIVE' },
    { kind: 'PRIOR_RESPONSE', drug: { name: 'bupropion' }, response: 'EFFECTIVE' },
    wishes('AVOID_EFFECT', 'SEXUAL_DYSFUNCTION'),
    { kind: 'PREFERENCE', about: 'MOST_TIMES_PER_DAY', value: 1 },
  ],
  'rex-wrongbuild.vcf': [
    ...lists(),
    ...measured({ weight: 81, creatinine: 0.9, egfr: 99, potassium: 4.2 }),
    has('I10', 'High blood pressure'),
    takes('lisinopril', 700, { value: 10, unit: 'mg', timesPerDay: 1 }),
    takes('spironolactone', 60, { value: 25, unit: 'mg', timesPerDay: 1 }),
  ],
  'theo-oldbuild.vcf.gz': [
    ...lists(),
    ...measured({ weight: 66, creatinine: 2.3, egfr: 27, potassium: 5 }),
    { kind: 'SMOKING', state: 'NEVER', on: 'today-18' },
    has('I48.0', 'Paroxysmal atrial fibrillation'),
    had('K25.4', 'Bleeding gastric ulcer'),
    takes('warfarin', 200, { value: 3, unit: 'mg', timesPerDay: 1 }),
    takes('amiodarone', 30, { value: 200, unit: 'mg', timesPerDay: 1 }),
    takes('metformin', 1500, { value: 850, unit: 'mg', timesPerDay: 2 }),
  ],
}

/** Somebody went through all three lists last week. */
function lists(): readonly StatedFact[] {
  return (['MEDICINES', 'CONDITIONS', 'ALLERGIES'] as const).map(list => ({ kind: 'LIST', list, on: 'today-4' }))
}

interface Values {
  readonly weight: number
  readonly creatinine: number
  readonly egfr: number
  readonly potassium: number
}

function measured({ weight, creatinine, egfr, potassium }: Values): readonly StatedFact[] {
  const takenOn = 'today-14'
  return [
    { kind: 'OBSERVATION', code: '29463-7', value: weight, unit: 'kg', takenOn },
    { kind: 'OBSERVATION', code: '2160-0', value: creatinine, unit: 'mg/dL', takenOn },
    { kind: 'OBSERVATION', code: '98979-8', value: egfr, unit: 'mL/min/{1.73_m2}', takenOn },
    { kind: 'OBSERVATION', code: 'POTASSIUM', value: potassium, unit: 'mmol/L', takenOn },
  ]
}

type Dose = Extract<StatedFact, { readonly kind: 'MEDICATION' }>['dose']

function takes(name: string, days: number, dose?: Dose): StatedFact {
  return { kind: 'MEDICATION', drug: { name }, status: 'ACTIVE', startedOn: `today-${days}`, dose }
}

function has(code: string, text: string): StatedFact {
  const coded = { system: 'ICD10CM', code, text } as const
  return { kind: 'CONDITION', code: coded, status: 'ACTIVE', verification: 'CONFIRMED' }
}

function had(code: string, text: string): StatedFact {
  const coded = { system: 'ICD10CM', code, text } as const
  return { kind: 'CONDITION', code: coded, status: 'RESOLVED', verification: 'CONFIRMED' }
}

function allergicTo(name: string, type: 'ALLERGY' | 'INTOLERANCE', reaction: string, criticality?: 'HIGH'): StatedFact {
  const substance = { name }
  return { kind: 'ALLERGY', type, substance, verification: 'CONFIRMED', status: 'ACTIVE', reaction, criticality }
}

function adverse(name: string, severity: 'MILD' | 'MODERATE' | 'SEVERE', reaction: string): StatedFact {
  return { kind: 'PRIOR_RESPONSE', drug: { name }, response: 'ADVERSE_REACTION', severity, reaction }
}

function wishes(about: 'ROUTE' | 'AVOID_EFFECT' | 'GOAL', value: string): StatedFact {
  return { kind: 'PREFERENCE', about, value }
}
