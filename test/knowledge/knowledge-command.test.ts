import { describe, expect, it } from 'vitest'

import { runKnowledgeCommand } from '../../src/knowledge/knowledge-command.js'
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

  it('say how they are used', async () => {
    expect(await run('toString')).toEqual({ code: 2, lines: ['usage: knowledge seal | check | remember [FOLDER]'] })
    expect((await run()).code).toBe(2)
  })
})
