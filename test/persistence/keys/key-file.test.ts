import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addKey, createKeyFile, readKeyFile } from '../../../src/persistence/keys/key-file.js'
import { openKeyRing } from '../../../src/persistence/keys/key-ring.js'
import { createPatientKeys } from '../../../src/persistence/keys/patient-keys.js'
import { createSearchHashes } from '../../../src/persistence/keys/search-hashes.js'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-keys-'))
  path = join(folder, 'home', 'keys.json')
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const ringOf = (file: string) => openKeyRing(file)
const secret = () => randomBytes(32).toString('base64')

function attempt(work: () => unknown): string {
  try {
    return inspect(work())
  } catch (error) {
    return inspect(error)
  }
}

describe('S26 the key file', () => {
  it('is made for its owner alone, once, and nothing is left beside it', () => {
    expect(createKeyFile(path)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const text = readFileSync(path, 'utf8')
    expect(createKeyFile(path)).toBe(false)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(join(folder, 'home'))).toEqual(['keys.json'])
  })

  it('keeps the keys it had when one is added, and the search key', () => {
    createKeyFile(path)
    const before = readKeyFile(path)
    const id = addKey(path)
    const after = readKeyFile(path)
    expect(after.current).toBe(id)
    expect(after.keys.size).toBe(2)
    expect(after.keys.get(before.current)?.equals(before.keys.get(before.current) ?? after.search)).toBe(true)
    expect(after.search.equals(before.search)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('two who change it at once do not forget each other’s key', () => {
    createKeyFile(path)
    writeFileSync(`${path}.lock`, '')
    expect(() => addKey(path)).toThrow('Somebody else')
    expect(readKeyFile(path).keys.size).toBe(1)
  })

  it.each([
    ['no JSON', 'c2VjcmV0c2VjcmV0'],
    ['a short key', JSON.stringify({ current: 'a', keys: { a: 'c2VjcmV0c2VjcmV0' }, search: secret() })],
    ['no current key', JSON.stringify({ current: 'b', keys: { a: secret() }, search: secret() })],
    ['no search key', JSON.stringify({ current: 'a', keys: { a: secret() } })],
    ['an id that is none', JSON.stringify({ current: 'a b', keys: { 'a b': secret() }, search: secret() })],
    ['another member', JSON.stringify({ current: 'a', keys: { a: secret() }, search: secret(), c2VjcmV0c2VjcmV0: '' })],
  ])('with %s is refused without repeating it', (_, text) => {
    const file = join(folder, 'keys.json')
    writeFileSync(file, text)
    const refusal = attempt(() => readKeyFile(file))
    expect(refusal).toMatch(/^KeyError: The key file .* must be/)
    expect(refusal).not.toMatch(/c2VjcmV0/)
  })

  it('is read again when a key is asked for that it did not have, and kept when it cannot be read', () => {
    createKeyFile(path)
    const ring = ringOf(path)
    const first = ring.current()
    const second = addKey(path)
    expect(ring.wrappingKey(second)).toBeDefined()
    expect(ring.current()).toBe(second)
    writeFileSync(path, '{')
    expect(ring.current()).toBe(second)
    expect(ring.wrappingKey(first)).toBeDefined()
    expect(ring.wrappingKey('none')).toBeUndefined()
  })
})

describe('S26 wrapped keys', () => {
  const [one, two] = ['01a00000-0000-7000-8000-000000000001', '01a00000-0000-7000-8000-000000000002']

  it('open for their patient and under their key only', () => {
    createKeyFile(path)
    const keys = createPatientKeys(ringOf(path))
    const { key, wrapped } = keys.make(one)
    expect(createPatientKeys(ringOf(path)).open(one, wrapped).equals(key)).toBe(true)
    expect(() => keys.open(two, wrapped)).toThrow('cannot be decrypted')
    expect(() => keys.open(one, { ...wrapped, kekId: 'other' })).toThrow('not in the key file')
    const second = addKey(path)
    expect(() => keys.open(one, { ...wrapped, kekId: second })).toThrow('cannot be decrypted')
    const flipped = Buffer.from(wrapped.wrapped)
    flipped.writeUInt8(flipped.readUInt8(30) ^ 1, 30)
    expect(() => keys.open(one, { ...wrapped, wrapped: flipped })).toThrow('cannot be decrypted')
  })

  it('are wrapped anew without changing what they are', () => {
    createKeyFile(path)
    const keys = createPatientKeys(ringOf(path))
    const { key, wrapped } = keys.make(one)
    const second = addKey(path)
    const again = keys.rewrap(one, wrapped)
    expect(again.kekId).toBe(second)
    expect(keys.open(one, again).equals(key)).toBe(true)
  })
})

describe('S25 hashes to find names by', () => {
  it('differ between organisations, and between a word, a number and a request', () => {
    createKeyFile(path)
    const hashesOf = createSearchHashes(ringOf(path))
    const [a, b] = [hashesOf('one'), hashesOf('two')]
    const all = [
      a.words('x')[0],
      b.words('x')[0],
      a.recordNumber('x'),
      b.recordNumber('x'),
      a.request('x').slice(0, 22),
    ]
    expect(new Set(all).size).toBe(all.length)
    addKey(path)
    expect(createSearchHashes(ringOf(path))('one').recordNumber('x')).toBe(a.recordNumber('x'))
  })

  it.each([
    ['Zoë Øster-Müller', ['zoe', 'oster', 'muller']],
    ['ZOE  oster   muller', ['zoe', 'oster', 'muller']],
    ["O'Brien, Sean", ['o', 'brien', 'sean']],
    ['Łukasz Groß', ['lukasz', 'gross']],
    ['李 明', ['李', '明']],
    ['Anna Anna', ['anna']],
    ['– .', []],
  ])('%s is found by %j', (name, words) => {
    createKeyFile(path)
    const hashes = createSearchHashes(ringOf(path))('one')
    expect(hashes.words(name)).toEqual(words.flatMap(word => hashes.words(word)))
    expect(hashes.words(name)).toHaveLength(words.length)
  })
})
