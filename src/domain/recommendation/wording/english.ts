import type { Influence } from '../../phenoconversion/converted-phenotype.js'
import type { Texts, Wording } from './wording.js'

const both = (clinician: string, plain: string): Texts => ({ clinician, plain })

/** Words in English. Plain texts use short sentences and everyday words, for readers of twelve. */
export const ENGLISH: Wording = {
  language: 'en',
  action: {
    CONTRAINDICATED: ({ drug }) => both(`${cap(drug)} is contraindicated.`, `You must not take ${drug}.`),
    AVOID: ({ drug }) => both(`Avoid ${drug}.`, `It is better not to take ${drug}.`),
    ALTERNATIVE_DRUG: ({ instead }) =>
      both(`Use another drug${instead}.`, `Another medicine is better for you${instead}.`),
    CONSIDER_ALTERNATIVE: ({ instead }) =>
      both(`Consider another drug${instead}.`, `Your doctor may choose another medicine${instead}.`),
    DOSE_DECREASE: ({ phase, amount }) =>
      both(`Lower the ${phase}dose${amount}.`, `You may need a lower ${phase}dose${amount}.`),
    DOSE_INCREASE: ({ phase, amount }) =>
      both(`Raise the ${phase}dose${amount}.`, `You may need a higher ${phase}dose${amount}.`),
    TITRATE: () => both('Titrate the dose to effect and tolerance.', 'The dose is found step by step.'),
    TEST_FIRST: () => both('Test before the first dose.', 'You need a blood test before the first dose.'),
    MONITOR: ({ drug }) => both('Monitor the treatment.', `You need regular checks while you take ${drug}.`),
    CAUTION: ({ drug }) => both(`Use ${drug} with caution.`, `You can take ${drug}, but with care.`),
    STANDARD_DOSING: ({ drug, amount }) =>
      both(`Use ${drug} at the standard dose${amount}.`, `You can take ${drug} at the usual dose${amount}.`),
    NO_RECOMMENDATION: ({ drug }) =>
      both(
        `The source makes no recommendation on ${drug} for this result.`,
        `For this test result there is no advice about ${drug}.`,
      ),
  },
  actionName: {
    CONTRAINDICATED: 'contraindicated',
    AVOID: 'avoid it',
    ALTERNATIVE_DRUG: 'use another drug',
    CONSIDER_ALTERNATIVE: 'consider another drug',
    DOSE_DECREASE: 'lower the dose',
    DOSE_INCREASE: 'raise the dose',
    TITRATE: 'titrate',
    TEST_FIRST: 'test first',
    MONITOR: 'monitor',
    CAUTION: 'use with caution',
    STANDARD_DOSING: 'standard dose',
    NO_RECOMMENDATION: 'no recommendation',
  },
  phase: {
    INITIAL: both('starting ', 'first '),
    MAINTENANCE: both('maintenance ', 'long-term '),
    INITIAL_AND_MAXIMUM: both('starting and maximum ', 'first and highest '),
    MAXIMUM: both('maximum ', 'highest '),
  },
  dose: {
    START: both('starting dose', 'first dose'),
    TARGET: both('target dose', 'dose to reach'),
    MAXIMUM: both('maximum dose', 'highest dose'),
    LOADING: both('loading dose', 'single first dose'),
    REGIMEN: both('dose', 'dose'),
    STEP: both('next step', 'next step'),
    TITRATE_TO: both('titrate to', 'later dose'),
    EXPECTED_MAINTENANCE: both('expected maintenance dose', 'expected long-term dose'),
    SCHEDULE: both('dose steps', 'dose steps'),
  },
  implication: {
    'none/normal': both('normal handling of the drug', 'your body handles it in the usual way'),
    'metabolism/decreased': both('slower metabolism', 'your body breaks it down more slowly'),
    'metabolism/increased': both('faster metabolism', 'your body breaks it down faster'),
    'metabolism/altered': both('altered metabolism', 'your body breaks it down differently'),
    'metabolism/exposure-increased': both('higher exposure', 'more of it may stay in your body'),
    'metabolism/exposure-decreased': both('lower exposure', 'less of it may stay in your body'),
    'metabolism/exposure-altered': both('altered exposure', 'the amount in your body may differ'),
    'metabolism/active-metabolite-increased': both('more active metabolite', 'your body makes more of the active form'),
    'metabolism/active-metabolite-decreased': both('less active metabolite', 'your body makes less of the active form'),
    'metabolism/active-metabolite-altered': both(
      'altered active metabolite',
      'your body makes a different amount of the active form',
    ),
    'metabolism/parent-and-metabolite-altered': both(
      'altered drug and metabolite levels',
      'the amounts in your body may differ',
    ),
    'metabolism/metabolite-increased': both('more metabolite', 'more of a by-product may stay in your body'),
    'metabolism/bilirubin-increased': both('raised bilirubin', 'your skin or eyes may turn yellow'),
    'metabolism/urate-transport-decreased': both('less urate transport', 'your body clears uric acid more slowly'),
    'metabolism/autoinhibition': both('inhibition of its own metabolism', 'it slows down its own breakdown'),
    'efficacy/increased': both('higher efficacy', 'it may work better'),
    'efficacy/decreased': both('lower efficacy', 'it may not work well'),
    'efficacy/altered': both('altered efficacy', 'it may work differently'),
    'toxicity/increased': both('higher risk of harm', 'the risk of side effects is higher'),
    'toxicity/altered': both('altered risk of harm', 'the risk of side effects may differ'),
    'toxicity/not-excluded': both('risk of harm not excluded', 'a risk of harm cannot be ruled out'),
    'toxicity/unknown': both('unknown risk of harm', 'the risk of harm is not known'),
    'toxicity/variable': both('variable risk of harm', 'the risk of harm varies'),
    'pharmacodynamics/sensitivity-increased': both('higher sensitivity', 'your body reacts more strongly to it'),
    'pharmacodynamics/dose-requirement-altered': both('altered dose requirement', 'the dose you need may differ'),
    'unknown/insufficient-evidence': both('insufficient evidence', 'too little is known'),
  },
  strength: {
    strong: both('Strength: strong.', ''),
    moderate: both('Strength: moderate.', ''),
    optional: both('Strength: optional.', ''),
    none: both('Strength: no recommendation.', ''),
  },
  noAnswer: {
    NotTested: ({ drug, source, genes }) =>
      both(
        `${source} needs ${genes} for ${drug}; not tested.`,
        `There is no test result for ${genes}. So this source cannot say if ${drug} suits you.`,
      ),
    NotCallable: ({ drug, source, genes, reasons }) =>
      both(
        `${source} needs ${genes} for ${drug}; no call is possible (${reasons}).`,
        `The test could not read ${genes}. So this source cannot say if ${drug} suits you.`,
      ),
    Indeterminate: ({ drug, source, genes }) =>
      both(
        `The result of ${genes} is indeterminate; ${source} has no row for it on ${drug}.`,
        `The test result for ${genes} is not clear. So this source cannot say if ${drug} suits you.`,
      ),
    GuidelineWithoutRow: ({ drug, source, reasons }) =>
      both(
        `${source} has a guideline on ${drug}, but no row for this result${reasons === '' ? '' : ` (${reasons})`}.`,
        `This source has advice about ${drug}, but none for your test result.`,
      ),
    NoGuideline: ({ drug, source }) =>
      both(`${source} has no guideline on ${drug}.`, `This source has no advice about genes and ${drug}.`),
    Withheld: ({ drug, source, genes, reasons }) =>
      both(
        `The answer of ${source} on ${drug} rests on ${genes} and is withheld (${reasons}).`,
        `The answer about ${drug} cannot be shown here.`,
      ),
  },
  reason: {
    NOT_TESTED: both('not tested', 'not tested'),
    NOT_RELEASED: both('the laboratory has not released it', 'the laboratory has not released it'),
    CONSENT: both('the patient does not consent to it', 'it was asked to be kept private'),
    ROLE: both('your role does not show it', 'it is not shown here'),
    NO_DATA: both('the file has no data', 'no data'),
    REQUIRED_POSITION_MISSING: both('a required position is missing', 'a part is missing'),
    PARTIAL_GENOTYPE: both('a genotype is incomplete', 'a part is incomplete'),
    UNDOCUMENTED_VARIATION: both('variation that no allele definition lists', 'an unknown change'),
    NO_MATCHING_ALLELES: both('no allele definition matches', 'no known pattern fits'),
    MIXED_PLOIDY: both('haploid and diploid genotypes are mixed', 'the data contradict each other'),
    SEX_CONFLICT: both('genotypes contradict the stated sex', 'the data contradict each other'),
    COPY_NUMBER_REQUIRED: both('copy number was not measured', 'the number of copies was not measured'),
    OUTSIDE_CALL_ONLY: both('this assay cannot type it', 'this kind of test cannot read it'),
    OUTSIDE_CALL_REFUSED: both('the stated result was refused', 'the stated result could not be used'),
    QUARANTINED: both('a broken line of the file touches it', 'the file is damaged there'),
    OTHER_REFERENCE_SEQUENCE: both('the file uses another reference sequence', 'the file uses other coordinates'),
    TOO_AMBIGUOUS: both('too many results are possible', 'too many results are possible'),
    INDETERMINATE: both('indeterminate', 'not clear'),
    NO_ROW_FOR_THIS_RESULT: both('no row for this result', 'nothing for this result'),
    DIPLOTYPE_NEEDED: both('its rows ask for a diplotype, not for a phenotype', 'it needs a more exact result'),
    NO_ROW_FOR_THIS_POPULATION: both('rows for other groups of people only', 'only for other groups of people'),
    NO_CONFIRMED_STEPS_FOR_THIS_POPULATION: both(
      'its steps for this population are not confirmed',
      'only for other groups of people',
    ),
    NO_GUIDELINE: both('no guideline', 'no advice'),
    RESTRICTED: both('restricted', 'restricted'),
  },
  estimate: ({ title, weekly, daily, unit, assumed }) =>
    both(
      `${title}: ${weekly} ${unit} per week (${daily} ${unit} per day)${assumed === '' ? '' : `, assuming ${assumed}`}.`,
      `One formula gives about ${weekly} ${unit} a week.`,
    ),
  noEstimate: {
    MISSING_INPUT: ({ title, about }) =>
      both(`${title}: needs ${about}.`, `A formula could give a dose, but facts are missing: ${about}.`),
    NOT_VALID_HERE: ({ title }) => both(`${title}: not validated for this patient.`, 'One formula does not fit you.'),
    ALLELE_NOT_MODELLED: ({ title, about }) =>
      both(`${title}: does not know ${about}.`, `One formula does not know your result (${about}).`),
    GENE_WITHOUT_RESULT: ({ title, about }) =>
      both(`${title}: needs a result of ${about}.`, `One formula needs a result of ${about}.`),
    SWITCHED_OFF: ({ title }) =>
      both(`${title}: not confirmed, switched off.`, 'One formula is not confirmed and not used.'),
    NO_POSITIVE_DOSE: ({ title }) => both(`${title}: gives no dose.`, 'One formula gives no dose for you.'),
  },
  caution: {
    NO_CITED_FACTOR: ({ gene, medicine, strength, timing }) =>
      at(
        timing,
        `${cap(medicine)} is ${withArticle(`${strength}inhibitor`)} of ${gene}; no guideline states by how much it changes this result.`,
        `${cap(medicine)} can slow down ${gene}. Ask if this matters for you.`,
      ),
    INDUCER: ({ gene, medicine, strength, timing }) =>
      at(
        timing,
        `${cap(medicine)} is ${withArticle(`${strength}inducer`)} of ${gene}; no guideline states by how much it changes this result.`,
        `${cap(medicine)} can speed up ${gene}. Ask if this matters for you.`,
      ),
    SCORE_HAS_NO_UPPER_END: ({ gene, medicine }) =>
      both(
        `The activity score of ${gene} has no upper end; what it is under ${medicine} cannot be computed.`,
        `Nobody can say what ${medicine} does to your ${gene} result.`,
      ),
    NO_SCORE: ({ gene, medicine }) =>
      both(
        `${gene} has no activity score to convert; ${medicine} inhibits it.`,
        `Nobody can say what ${medicine} does to your ${gene} result.`,
      ),
    UNCERTAIN: ({ gene, medicine }) =>
      both(
        `Whether ${medicine} is taken now is in doubt; it would inhibit ${gene}.`,
        `It is not clear if you take ${medicine}. It can slow down ${gene}.`,
      ),
    BUILDING_UP: ({ gene, medicine }) =>
      both(
        `${cap(medicine)} was started lately; its effect on ${gene} may not be complete.`,
        `${cap(medicine)} is new. Its effect on ${gene} still grows.`,
      ),
    WEARING_OFF: ({ gene, medicine }) =>
      both(
        `${cap(medicine)} was stopped lately; it may still inhibit ${gene}.`,
        `${cap(medicine)} may still act on ${gene} for a while.`,
      ),
    NO_RESULT: ({ gene, medicine, strength, role, timing }) =>
      at(
        timing,
        `${cap(medicine)} is ${withArticle(`${strength}${role}`)} of ${gene}, of which there is no result.`,
        `${cap(medicine)} can ${role === 'inducer' ? 'speed up' : 'slow down'} ${gene}. Ask if this matters for you.`,
      ),
  },
  agreement: {
    SAME: ({ votes }) =>
      both(`The sources that have an answer agree. ${votes}`, 'The sources that have an answer say the same.'),
    STRICTER: ({ votes, strictest }) =>
      both(`${strictest} goes further. ${votes}`, `One source (${strictest}) is more careful than the others.`),
    CONFLICTING: ({ votes }) =>
      both(`The sources contradict each other. ${votes}`, 'The sources do not agree. Ask your doctor.'),
    ONLY_ONE: ({ votes }) => both(`Only one source has an answer. ${votes}`, 'Only one source has an answer.'),
    NONE: ({ drug }) =>
      both(`No source has an answer on ${drug} for this result.`, `No source has advice about ${drug} for you.`),
  },
  undecided: {
    PopulationUndetermined: ({ source, waitsFor, action }) =>
      both(
        `${source} depends on facts that were not stated (${waitsFor})${further(action)}.`,
        `${source} needs to know more about you before it has an answer${stricter(action)}.`,
      ),
    NotTested: ({ source, waitsFor, action }) =>
      both(
        `${source} has no answer without a result of ${waitsFor}${further(action)}.`,
        `${source} has no answer without a test of ${waitsFor}${stricter(action)}.`,
      ),
    NotCallable: ({ source, waitsFor, action }) =>
      both(
        `${source} has no answer without a call of ${waitsFor}${further(action)}.`,
        `${source} has no answer without a clear test of ${waitsFor}${stricter(action)}.`,
      ),
    Indeterminate: ({ source, waitsFor, action }) =>
      both(
        `${source} has no answer to an indeterminate result of ${waitsFor}${further(action)}.`,
        `${source} has no answer because your result of ${waitsFor} is not clear${stricter(action)}.`,
      ),
    Withheld: ({ source, waitsFor, action }) =>
      both(
        `The answer of ${source}, which rests on ${waitsFor}, is withheld${further(action)}.`,
        `The answer of ${source} cannot be shown here${stricter(action)}.`,
      ),
  },
  missingFact: {
    GENE: name => `a result of ${name}`,
    AMBIGUITY: name => `which of the possible results of ${name} is true`,
    POPULATION: fact => fact,
    CIRCUMSTANCE: fact => fact,
    MEASUREMENT: name => `a measurement: ${name}`,
  },
  doseDetail: {
    timesPerDay: times => `in ${times} doses a day`,
    timesPerWeek: times => `${times} times a week`,
    daysPerWeek: days => `on ${days} days a week`,
    divided: 'in divided doses',
    dividedDoses: doses => `in ${doses} divided doses`,
    durationWeeks: weeks => `for ${weeks} weeks`,
    fromDay: day => `from day ${day}`,
    afterDays: days => `after ${days} days`,
    afterWeeks: weeks => `after ${weeks} weeks`,
    stepDays: days => `a step every ${days} days`,
    targetDay: day => `complete on day ${day}`,
    infusionMinutes: minutes => `as an infusion over ${minutes} minutes`,
    volumeMillilitres: volume => `${volume} ml`,
    rarely: amounts => `, rarely ${amounts}`,
  },
  phrases: {
    and: ' and ',
    or: ' or ',
    to: both(' to ', ': '),
    of: ' of ',
    per: ' per ',
    lessThan: 'less than ',
    atMost: 'at most ',
    atLeast: 'at least ',
    usualDose: both('the standard dose', 'the usual dose'),
    ifThen: (when, then) => `If ${when}: ${then.join(' ')}`,
    because: (when, then) => `As ${when}: ${then.join(' ')}`,
    holdsIf: when => `This holds if ${when}.`,
    except: (when, audience) =>
      audience === 'clinician' ? `Exception: ${when}.` : `Your doctor may decide otherwise: ${when}.`,
    inPhase: (when, then) => `${cap(when)}: ${then.join(' ')}`,
    criteria: (list, audience) =>
      audience === 'clinician' ? `The alternative should be ${list}.` : `It should be ${list}.`,
    avoidToo: (list, audience) =>
      audience === 'clinician' ? `Not a safe alternative: ${list}.` : `These are no better choice: ${list}.`,
    watch: (list, days, audience) =>
      audience === 'clinician' ? `Monitor ${list}${days}.` : `To be checked: ${list}${days}.`,
    remark: (list, audience) => (audience === 'clinician' ? `Note: ${list}.` : `Good to know: ${list}.`),
    expect: (list, genes, audience) => (audience === 'clinician' ? `Expected (${genes}): ${list}.` : `Why: ${list}.`),
    target: (range, analyte, audience) =>
      audience === 'clinician'
        ? `Target concentration${analyte}: ${range}.`
        : `The amount in your blood should be ${range}.`,
    startStandard: (drug, audience) =>
      audience === 'clinician' ? `Start ${drug} at the standard dose.` : `You can start ${drug} at the usual dose.`,
    noResult: 'without a result',
    dose: (phase, amount, audience) =>
      audience === 'clinician' ? `Set the ${phase}dose${amount}.` : `${cap(`${phase}dose`)}${amount}.`,
    timesPerWeek: times => `Give it ${times} times a week.`,
    steadyState: (weeks, audience) =>
      audience === 'clinician'
        ? `Allow ${weeks} weeks to steady state before each change.`
        : `After each change it takes ${weeks} weeks until the dose shows its effect.`,
    presumes: (list, audience) => (audience === 'clinician' ? `This presumes ${list}.` : `This is meant for ${list}.`),
    population: (population, audience) =>
      audience === 'clinician' ? `Population: ${population}.` : `For ${population}.`,
    exposure: parts => `Measured: ${parts.join(', ')}.`,
    auc: (percent, audience) =>
      audience === 'clinician' ? `exposure ${percent} higher` : `${percent} more in the body`,
    peak: (percent, audience) =>
      audience === 'clinician' ? `peak concentration ${percent} higher` : `${percent} more in the blood at the peak`,
    basis: audience =>
      audience === 'clinician'
        ? 'From a curator’s knowledge, not yet reviewed.'
        : 'This has not been checked by a second person yet.',
    undetermined: (facts, audience) =>
      audience === 'clinician'
        ? `It depends on facts that were not stated: ${facts}.`
        : `It depends on more facts about you: ${facts}.`,
    notRobust: (settle, audience) =>
      audience === 'clinician'
        ? `The data allow several results and they do not lead to the same advice${settle === '' ? '' : `; this would settle it: ${settle}`}.`
        : 'Your test result is not fully clear. Other advice is possible.',
    untested: (settle, audience) =>
      audience === 'clinician'
        ? `This rests on the results at hand; what is missing could change it: ${settle}.`
        : 'A result that matters for this medicine is missing. Other advice is possible.',
    askFirst: 'Ask your doctor or pharmacist before you change anything.',
    result: (gene, parts) => (parts.length === 0 ? gene : `${gene} ${parts.join(', ')}`),
    score: score => `activity score ${score}`,
    readAs: phenotype => `read as ${phenotype}, as the source does elsewhere`,
    effective: parts => `under current medicines ${parts}`,
    daysFrom: days => ` on day ${days}`,
  },
}

/** What a medicine does, and that it does not do all of it today. */
function at(timing: Influence['timing'], clinician: string, plain: string): Texts {
  const [more, inPlainWords] = TODAY[timing]
  return both(clinician + more, plain + inPlainWords)
}

const TODAY: Readonly<Record<Influence['timing'], readonly [clinician: string, plain: string]>> = {
  FULL: ['', ''],
  BUILDING_UP: [' It was started lately; its effect may not be complete.', ' It is new. Its effect still grows.'],
  WEARING_OFF: [' It was stopped lately and may still act.', ' You stopped it, but it may still act for a while.'],
  UNCERTAIN: [' Whether it is taken now is in doubt.', ' It is not clear if you take it.'],
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function further(action: string): string {
  return action === '' ? '' : ` and may go further (${action})`
}

function stricter(action: string): string {
  return action === '' ? '' : '. It may be more careful than the others'
}

/** First letter upper case. */
function cap(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
