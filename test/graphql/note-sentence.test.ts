import { expect, test } from 'vitest'
import { CALL_NOTE_CODES } from '../../src/domain/diplotype/gene-call.js'
import { noteSentence } from '../../src/graphql/call/note-sentence.js'

test.each(CALL_NOTE_CODES)('%s is a sentence that names its facts, and one without any', code => {
  const named = noteSentence({ code, facts: ['chr1:100', '*2'] })
  expect(named).toMatch(/^[A-Z].*: chr1:100, \*2\.$/)
  expect(noteSentence({ code, facts: [] })).toMatch(/^[A-Z][^:]*\.$/)
})
