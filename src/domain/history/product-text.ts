/**
 * Words and units of which the names of products are made, besides the names of the drugs in them: as prescribing systems and
 * RxNorm write them ("… 20 MG Oral Tablet"). What is used on the skin, in an eye or by inhalation is none of them: whether
 * it acts on the whole body nobody can read from its name.
 */
const FORMS = new Set(
  `tablet tablets tab tabs caplet capsule capsules cap caps syrup elixir oral orally po by mouth chewable disintegrating
  orodispersible dispersible soluble effervescent sublingual buccal coated film-coated enteric enteric-coated
  gastro-resistant delayed extended immediate sustained modified prolonged controlled release delayed-release
  extended-release immediate-release sustained-release modified-release prolonged-release controlled-release er xr sr dr
  ec ir hr hour 24hr 12hr injection injectable intravenous intramuscular subcutaneous iv im sc transdermal patch patches
  system prefilled syringe cartridge vial vials ampule pen injector auto-injector per dose unit for`.split(/\s+/),
)

/** Forms that are swallowed, injected or dropped into an eye: they need a word that says which. */
const OPEN_FORMS = new Set(
  'solution suspension powder granules concentrate film liquid gel emulsion lozenge pellet'.split(' '),
)

const ROUTES = new Set(
  `oral orally po sublingual buccal injection injectable intravenous intramuscular subcutaneous iv im sc syringe vial vials
  ampule injector auto-injector transdermal`.split(/\s+/),
)

/** The other half of a salt changes how a drug dissolves, not which drug it is. */
const SALTS = new Set(
  `hydrochloride hcl dihydrochloride hydrobromide hbr bromide chloride sulfate sulphate bisulfate phosphate tartrate
  bitartrate succinate fumarate maleate mesylate mesilate besylate besilate tosylate citrate acetate nitrate lactate
  gluconate sodium potassium calcium magnesium trihydrate dihydrate monohydrate hemihydrate anhydrous`.split(/\s+/),
)

const NUMBER = String.raw`\d+(?:[.,]\d+)*`
const AMOUNT = String.raw`(?:mg|mcg|ug|µg|g|gm|meq|mmol|unt|unit|units|iu)`
/** "20 mg", "5/325 mg", "50 mg/5 ml", "0.2 mg/hr", and how much a product holds ("1 ml", "24 hr"). */
const STRENGTH = new RegExp(
  String.raw`(?<![^\s])${NUMBER}(?:\s?[-/]\s?${NUMBER})*\s?-?(?:${AMOUNT}(?<per>\s?/\s?(?:${NUMBER}\s?)?(?:ml|l|hr|h|day|tablet|tab|capsule|cap))?|(?<held>ml|hr|hour))(?![^\s])`,
  'g',
)

const BRACKETS = /[[(]([^[\]()]*)[\])]/g
const LONGEST_NAME_WORDS = 5
/** Longer ones are no names. */
const LONGEST_TEXT = 300

export interface NameTests {
  /** Some table speaks of what is so called. */
  readonly isName: (name: string) => boolean
  /** So, or it is a part of a product that some table speaks of. */
  readonly isPart: (name: string) => boolean
}

export type TextReading =
  /** Every word is understood: the drugs, and names in brackets beside them, which have to be names of the same. */
  | { readonly kind: 'READ'; readonly names: readonly string[]; readonly bracketed: readonly string[] }
  /** A name that the data know stands among words that are not understood. */
  | { readonly kind: 'NOT_CERTAIN' }
  | { readonly kind: 'NOTHING' }

/**
 * Reads which drugs a product's name names. It is read whole or not at all: strengths, forms and salts are known words,
 * what is left must be a name of the data, word for word, or several that are listed. A single word more ("stopped", "no",
 * "cream") and nothing is read, because such words change what is said.
 */
export function readProductText(text: string, { isName, isPart }: NameTests): TextReading {
  if (text.length > LONGEST_TEXT) return { kind: 'NOTHING' }
  const lower = text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  const bracketed = [...lower.matchAll(BRACKETS)].map(([, inner = '']) => inner.trim())
  const parts = lower.replaceAll(BRACKETS, ' ').split(/\s+\/\s+/)
  const found = parts.map(part => namesOfPart(part.trim(), isPart))
  const names = found.every(each => each !== undefined) ? asProduct(found.flat(), isName) : undefined
  if (names !== undefined) return { kind: 'READ', names, bracketed }
  return holdsName(lower, isName) ? { kind: 'NOT_CERTAIN' } : { kind: 'NOTHING' }
}

function namesOfPart(part: string, isPart: NameTests['isPart']): readonly string[] | undefined {
  let isConcentration = false
  const words = part
    .replaceAll(STRENGTH, (_all, per: string | undefined, held: string | undefined) => {
      isConcentration ||= (per ?? '').includes('ml') || held === 'ml'
      return ' '
    })
    .split(/\s+/)
    .filter(word => word !== '')
  const end = words.findLastIndex(word => !FORMS.has(word) && !OPEN_FORMS.has(word)) + 1
  const forms = words.slice(end)
  const needsRoute = isConcentration || forms.some(word => OPEN_FORMS.has(word))
  if (needsRoute && !forms.some(word => ROUTES.has(word))) return undefined
  const named = words.slice(0, end).join(' ')
  const single = withoutSalt(named, isPart)
  if (single !== undefined) return [single]
  const listed = named.split(/\/|-| and | with | \+ /).map(name => withoutSalt(name.trim(), isPart))
  return listed.every(name => name !== undefined) ? listed : undefined
}

/** The name as it stands, or what is left of it without the words for its salt. */
function withoutSalt(name: string, isPart: NameTests['isPart']): string | undefined {
  if (isPart(name)) return name
  const words = name.split(' ')
  const last = words.pop()
  return last !== undefined && words.length > 0 && SALTS.has(last) ? withoutSalt(words.join(' '), isPart) : undefined
}

/** Several drugs as the one product that the data know them as, where they know it; otherwise each has to be known. */
function asProduct(names: readonly string[], isName: NameTests['isName']): readonly string[] | undefined {
  const product = [names, names.toSorted()].map(order => order.join(' / ')).find(isName)
  if (product !== undefined) return [product]
  return names.every(isName) ? [...new Set(names)] : undefined
}

function holdsName(text: string, isName: NameTests['isName']): boolean {
  const words = text.split(/[^\p{L}\p{N}-]+/u)
  return words.some((_, start) =>
    Array.from({ length: LONGEST_NAME_WORDS }, (__, more) => words.slice(start, start + more + 1).join(' ')).some(
      isName,
    ),
  )
}
