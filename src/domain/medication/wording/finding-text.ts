import type { Effect, OptionTexts } from '../../option-knowledge.js'
import { forBoth, sentence } from './option-words.js'

const OPENINGS: Readonly<Record<Effect, OptionTexts>> = {
  EXCLUDES: { clinician: 'Not suitable', plain: 'This medicine does not fit' },
  ADJUSTS: {
    clinician: 'Change the dose or the way it is used',
    plain: 'You need another dose or another way to take it',
  },
  CAUTIONS: { clinician: 'Caution', plain: 'Take care' },
  FAVOURS: { clinician: 'Speaks for it', plain: 'This fits' },
  INFORMS: { clinician: 'Note', plain: 'Good to know' },
}

/** One finding in a sentence. Where a fact is in doubt, it says what the finding would be if the fact were confirmed. */
export function findingText(
  effect: Effect,
  ifConfirmed: Effect,
  parts: (audience: keyof OptionTexts) => readonly string[],
): OptionTexts {
  return forBoth(audience => {
    const doubt =
      audience === 'clinician'
        ? `not confirmed; if so, ${OPENINGS[ifConfirmed].clinician.toLowerCase()}`
        : 'this is not certain yet'
    const opening = OPENINGS[effect][audience]
    return sentence([
      effect === ifConfirmed ? opening : `${opening}, ${doubt}`,
      parts(audience)
        .filter(part => part !== '')
        .join(' – '),
    ])
  })
}
