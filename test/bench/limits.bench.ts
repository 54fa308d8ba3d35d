import { getIntrospectionQuery, getOperationAST, parse } from 'graphql'
import { readConfig } from '../../src/config.js'
import { checkLimits } from '../../src/graphql/limits/check-limits.js'
import { graphqlSchema } from '../../src/graphql/schema.js'
import { median, type Measurement } from './measure.js'

const ROUNDS = 2000

/** What it costs to tell the cost: for the largest documents that are accepted, whatever they are large in. */
export function benchLimits(): readonly Measurement[] {
  const { query: limits } = readConfig({})
  const schema = graphqlSchema()
  const times = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(' ')
  const documents: Readonly<Record<string, string>> = {
    'as many tokens as are read': `{ me { ${times(limits.tokens - 10, () => 'id')} } }`,
    'as many fragments and directives': `{ me { ${times(limits.fragments, i => `...F${i}`)} ${times(limits.directives, () => 'id @include(if: true)')} } } ${times(limits.fragments, i => `fragment F${i} on Actor { id name ${times(20, () => 'id')} }`)}`,
    'the whole schema': getIntrospectionQuery(),
    'a page of everything': `{ patients(first: 5) { nodes { id samples { id geneCalls { gene { symbol } phenotypes } uploads: id } } } ${times(9, i => `a${i}: genes(first: 50) { nodes { symbol name } }`)} }`,
  }
  let slowest = { what: '', milliseconds: 0 }
  for (const [what, text] of Object.entries(documents)) {
    const document = parse(text, { maxTokens: limits.tokens })
    const operation = getOperationAST(document)
    if (operation == null) throw new Error('no operation')
    const rounds = Array.from({ length: ROUNDS }, () => {
      const started = performance.now()
      checkLimits(schema, document, operation, {}, limits)
      return performance.now() - started
    })
    const milliseconds = median(rounds)
    if (milliseconds > slowest.milliseconds) slowest = { what, milliseconds }
  }
  const { what, milliseconds } = slowest
  return [
    {
      bench: 'limits',
      what: `telling what an operation costs, slowest of ${Object.keys(documents).length} of the largest (${what})`,
      measured: `${milliseconds.toFixed(3)} ms`,
      target: '≤ 0.2 ms',
      met: milliseconds <= 0.2,
    },
  ]
}
