import { expect, it } from 'vitest'
import { actAs } from '../../src/usecases/act-as.js'
import { requireRecentSignIn } from '../../src/usecases/require-recent-sign-in.js'

const NOW = new Date('2026-03-01T12:00:00Z')

function ago(milliseconds: number, isStrong = true) {
  const at = new Date(NOW.getTime() - milliseconds)
  const caller = { id: 'me', name: 'Me', organisationId: 'here', organisation: 'here', roles: ['CLINICIAN'] as const }
  return actAs({ ...caller, signIn: { isStrong, at, maxAgeSeconds: 900, acrValues: [] } }, { id: 'request' })
}

it('S17 a strong sign-in counts until its last millisecond, and not one beyond', () => {
  expect(() => requireRecentSignIn(ago(900_000), 'BREAK_GLASS', NOW)).not.toThrow()
  expect(() => requireRecentSignIn(ago(0, false), 'BREAK_GLASS', NOW)).toThrow(/sign in again/)
  const late = ago(900_001)
  expect(() => requireRecentSignIn(late, 'BREAK_GLASS', NOW)).toThrow(/sign in again/)
  expect(late.request.trail.entries()).toMatchObject([{ action: 'BREAK_GLASS', outcome: 'DENIED' }])
})
