import { createSecretKey, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { seal, unseal } from '../../../src/persistence/keys/seal.js'

const key = createSecretKey(randomBytes(32))
const plain = Buffer.from('Zoë Øster-Müller')

describe('S25 a sealed value', () => {
  it('opens where it was sealed, and is another one each time', () => {
    const sealed = seal(key, 'patient identity 1', plain)
    expect(unseal(key, 'patient identity 1', sealed).equals(plain)).toBe(true)
    expect(seal(key, 'patient identity 1', plain).equals(sealed)).toBe(false)
  })

  it('opens no more when any bit of it was changed', () => {
    const sealed = seal(key, 'here', plain)
    for (let bit = 0; bit < sealed.byteLength * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => unseal(key, 'here', changed), `bit ${bit}`).toThrow('cannot be decrypted')
    }
  })

  it('opens no more when it was cut or continued, at any length', () => {
    const sealed = seal(key, 'here', plain)
    for (let length = 0; length < sealed.byteLength; length += 1)
      expect(() => unseal(key, 'here', sealed.subarray(0, length))).toThrow('cannot be decrypted')
    expect(() => unseal(key, 'here', Buffer.concat([sealed, Buffer.of(0)]))).toThrow('cannot be decrypted')
  })

  it('opens at no other place and under no other key', () => {
    const sealed = seal(key, 'patient identity 1', plain)
    expect(() => unseal(key, 'patient identity 2', sealed)).toThrow('cannot be decrypted')
    expect(() => unseal(createSecretKey(randomBytes(32)), 'patient identity 1', sealed)).toThrow('cannot be decrypted')
  })

  it('S48 is refused with a code, and the refusal repeats nothing of it', () => {
    const refusal = (() => {
      try {
        return unseal(key, 'elsewhere', seal(key, 'here', plain))
      } catch (error) {
        return error
      }
    })()
    expect(refusal).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: false, details: { reason: 'UNREADABLE' } })
    expect(inspect(refusal)).not.toContain('elsewhere')
  })

  it('S26 a key prints nothing of itself', () => {
    const bytes = randomBytes(32)
    const printed =
      inspect(createSecretKey(bytes), { depth: 9, showHidden: true }) + JSON.stringify(createSecretKey(bytes))
    for (const encoding of ['hex', 'base64', 'latin1'] as const) expect(printed).not.toContain(bytes.toString(encoding))
  })
})
