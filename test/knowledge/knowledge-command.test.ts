import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { runKnowledgeCommand } from '../../src/knowledge/knowledge-command.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { DATA, knowledge } from './real-release.js'
import { change, smallRelease } from './small-release.js'

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await runKnowledgeCommand(args, line => lines.push(line))
  return { code, lines }
}

describe('the curator’s commands', () => {
  it('check says what a release holds', async () => {
    const { code, lines } = await run('check', DATA)
    expect(code).toBe(0)
    expect(lines[0]).toBe(`${DATA}: release ${knowledge.release}, version ${knowledge.version}`)
    expect(lines).toContain('  coreGenes            25')
    expect(lines).toContain('  CPIC                 88 drugs, 728 rows, 2043 lookup keys')
  })

  it('check says what is missing', async () => {
    const { code, lines } = await run('check', smallRelease())
    expect(code).toBe(1)
    expect(lines).toContain('too little: 6 core genes, 25 expected')
  })

  it('check names files and fields, and seal is what makes an edit count', async () => {
    const folder = smallRelease()
    change(folder, 'genes/NAT2/gene.json', json => (json.restricted = 'no'))
    expect(await run('check', folder)).toEqual({
      code: 1,
      lines: [
        'genes/NAT2/gene.json: was changed after the release was sealed in sources.json',
        'genes/NAT2/gene.json: restricted: Invalid input: expected boolean, received string',
        `${folder}: 2 problems`,
      ],
    })
    expect(await run('seal', folder)).toEqual({
      code: 0,
      lines: ['sealed genes/NAT2/gene.json', `${folder}: 1 files sealed`],
    })
    expect((await run('check', folder)).lines).toEqual([
      'genes/NAT2/gene.json: restricted: Invalid input: expected boolean, received string',
      `${folder}: 1 problems`,
    ])
  })

  it('remember never stops a build', async () => {
    expect(await run('remember', DATA)).toEqual({ code: 0, lines: [] })
    expect(await run('remember', '/nowhere')).toEqual({ code: 0, lines: [] })
  })

  it('diff says what differs, whom it concerns and which lines it could not read', async () => {
    const [older, newer] = [smallRelease(), smallRelease()]
    change(newer, 'sources.json', json => Object.assign(json, { release: '2027-05', date: '2027-05-01' }))
    change(newer, 'genes/CYP2D6/alleles.json', json => {
      json.alleles.find((row: { name: string }) => row.name === '*10').value = '1.0'
    })
    sealRelease(newer)
    const calls = join(older, 'calls.jsonl')
    const genes = { CYP2D6: { status: 'called', diplotypes: ['*10/*41'], phenotypes: ['x'], activityScores: ['0.5'] } }
    writeFileSync(calls, `${JSON.stringify({ sample: 'P1', genes })}\n\n{"sample":"P2","genes":{}}\nno sample\n`)
    const { code, lines } = await run('diff', older, newer, '--calls', calls)
    expect(code).toBe(1)
    expect(lines.slice(1)).toEqual([
      'function        changed  CYP2D6: *10',
      '                         activityValue: 0.25 → 1.0',
      '1 of 2 samples are affected',
      '  P1',
      '    CYP2D6  *10/*41: Intermediate Metabolizer, 0.5 → *10/*41: Normal Metabolizer, 1.25',
      '    codeine, CPIC  Recommendation CONSIDER_ALTERNATIVE, STANDARD_DOSING → NoActionNeeded STANDARD_DOSING',
      'line 4 is no sample of sextant call --json',
    ])
    expect(lines[0]).toMatch(/^2026-11 \([0-9a-f]{16}\) → 2027-05 \([0-9a-f]{16}\): 1 rows differ$/)

    const json = await run('diff', older, newer, '--calls', calls, '--json')
    expect(JSON.parse(json.lines.join(''))).toMatchObject({
      before: { release: '2026-11' },
      after: { release: '2027-05', date: '2027-05-01' },
      changes: [{ kind: 'function', change: 'changed', group: 'CYP2D6', rows: ['*10'] }],
      callAgain: [],
      affected: { read: 2, unreadable: [4], samples: [{ sample: 'P1' }] },
    })
  })

  it('diff of a release with itself finds nothing, and says what is wrong with one it cannot read', async () => {
    const folder = smallRelease()
    expect(await run('diff', folder, folder)).toEqual({ code: 0, lines: [expect.stringContaining(': 0 rows differ')] })
    expect(await run('diff', folder, '/nowhere')).toEqual({
      code: 1,
      lines: ['sources.json: does not exist', '/nowhere: 1 problems'],
    })
    expect((await run('diff', folder)).code).toBe(2)
    expect((await run('diff', folder, folder, '--verbose')).code).toBe(2)
  })

  it('doubts names the rows that a person should compare with their source', async () => {
    const { code, lines } = await run('doubts', DATA)
    expect(code).toBe(0)
    expect(lines).toContain(
      'REFERENCE_RESTRICTED     CPIC ivacaftor (PA166114461): CFTR ivacaftor non-responsive in CF patients',
    )
  })

  it('say how they are used', async () => {
    const { code, lines } = await run('toString')
    expect(code).toBe(2)
    expect(lines).toContain('usage: knowledge seal | check | doubts | remember [FOLDER]')
    expect((await run()).code).toBe(2)
    expect((await run('check', 'a', 'b')).code).toBe(2)
  })
})
