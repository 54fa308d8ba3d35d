import { describe, expect, test } from 'vitest'
import { knowledge } from '../knowledge/real-release.js'
import { aSample, best, noteCodes, others } from '../support/a-sample.js'

const CORE = [...knowledge.genes.values()].filter(({ tier }) => tier === 'core').map(({ symbol }) => symbol)

describe('calling a sample', () => {
  test('answers for all 25 core genes, whatever the file holds', () => {
    expect([...aSample().calls().keys()].toSorted()).toEqual(CORE.toSorted())
    expect(CORE).toHaveLength(25)
  })

  test('answers for the extended genes on request', () => {
    const calls = aSample().calls([], { extendedGenes: true })
    expect(calls.size).toBe(knowledge.genes.size)
    expect(calls.size).toBeGreaterThan(80)
  })

  test('a sample that is reference everywhere is called everywhere but where small variants cannot tell', () => {
    const calls = aSample()
      .reference(...CORE)
      .calls()
    const uncalled = [...calls.values()].flatMap(call =>
      call.status === 'called' ? [] : [`${call.gene} ${call.reason}`],
    )
    expect(uncalled).toEqual(['CYP2D6 COPY_NUMBER_REQUIRED', 'HLA-A OUTSIDE_CALL_ONLY', 'HLA-B OUTSIDE_CALL_ONLY'])
  })

  test('gives the same answer for the same evidence, bit for bit', () => {
    const build = (): string =>
      JSON.stringify([
        ...aSample()
          .reference(...CORE)
          .with('rs4244285', 'G/A')
          .calls(),
      ])
    expect(build()).toBe(build())
  })
})

describe('P1 missing is never reference', () => {
  test('a silent file calls nothing', () => {
    for (const call of aSample().calls().values()) expect(call.status).toBe('not-called')
  })

  test('a variant position that is missing never becomes a call without that variant alone', () => {
    const call = aSample()
      .reference('CYP2C19')
      .with('rs3758581', 'G/G')
      .without('rs4244285')
      .with('rs12769205', 'A/G')
      .call('CYP2C19')
    const possible = [...best(call), ...others(call), ...call.completeness.notExcluded]
    expect(possible.some(name => name.includes('*2'))).toBe(true)
  })

  test('what was assumed is counted and said', () => {
    const evidence = aSample().reference('CYP2C9').evidence()
    const assumed = evidence.positions.get('CYP2C9')?.map(one => ({ ...one, origin: 'assumption' as const })) ?? []
    const sample = aSample().reference('CYP2C9')
    const positions = sample.evidence().positions.get('CYP2C9')
    if (!Array.isArray(positions)) throw new Error('no evidence')
    positions.splice(0, positions.length, ...assumed)
    const call = sample.call('CYP2C9')
    expect(call.completeness.assumedReference).toBe(83)
    expect(call.notes).toContainEqual({ code: 'ASSUMED_REFERENCE', facts: ['83'] })
  })
})

describe('P4 one bad gene never costs the others', () => {
  test('a gene that the file cannot be trusted for is held, with that reason; the others are called', () => {
    const calls = aSample().reference('CYP2C9', 'CYP2C19').quarantined('CYP2C9').calls()
    expect(calls.get('CYP2C9')).toMatchObject({ status: 'not-called', reason: 'QUARANTINED' })
    expect(calls.get('CYP2C19')).toMatchObject({ status: 'called' })
  })

  test('an outside call still answers for a held gene', () => {
    const call = aSample()
      .quarantined('CYP2C9')
      .call('CYP2C9', [{ gene: 'CYP2C9', diplotype: '*1/*3' }])
    expect(best(call)).toEqual(['*1/*3'])
  })

  test('an outside call for a gene nobody knows touches nothing', () => {
    const calls = aSample()
      .reference('CYP2C9')
      .calls([{ gene: 'NOSUCHGENE', diplotype: '*1/*1' }])
    expect(best(calls.get('CYP2C9') ?? neverCalled())).toEqual(['*1/*1'])
  })
})

describe('genes that small variants alone cannot call', () => {
  const variants = () => aSample().reference('CYP2D6').heterozygous('CYP2D6', '*4')

  test('trap: CYP2D6 from small variants is refused, with what was seen', () => {
    expect(variants().call('CYP2D6')).toMatchObject({
      status: 'not-called',
      reason: 'COPY_NUMBER_REQUIRED',
      seen: ['chr22:42128945 C>T'],
    })
  })

  test('is called on request, labelled', () => {
    const call = variants().call('CYP2D6', [], { callWithoutCopyNumber: true })
    expect(best(call)).toEqual(['*1/*4'])
    expect(noteCodes(call)).toContain('COPY_NUMBER_NOT_ASSESSED')
  })

  test('trap: HLA is never read from tag variants', () => {
    expect(aSample().call('HLA-B')).toMatchObject({ reason: 'OUTSIDE_CALL_ONLY' })
    expect(knowledge.genes.get('HLA-B')?.positions).toEqual([])
  })
})

describe('one position that still decides', () => {
  const star = () =>
    aSample().reference('SLCO1B1').with('rs2306283', 'G/G').with('rs11045853', 'A/A').with('rs72559748', 'G/G')

  test('SLCO1B1 without a fitting pair is asked for by rs4149056, and is still not called', () => {
    const sample = star().with('rs4149056', 'T/C')
    expect(sample.call('SLCO1B1')).toMatchObject({ status: 'not-called', fallback: { name: '*1/*5' } })
    expect(sample.phenotype('SLCO1B1').results).toMatchObject([
      { inferred: true, lookupDiplotype: { name: '*1/*5' }, phenotypes: ['Decreased Function'] },
    ])
  })

  test('is not guessed when that position is missing, half read or something else', () => {
    for (const sample of [
      star().without('rs4149056'),
      star().with('rs4149056', './C'),
      star().with('rs4149056', 'T/G'),
    ])
      expect(sample.phenotype('SLCO1B1').results).toEqual([])
  })
})

describe('trap: CYP2C19 *1 and *38 differ by build because the GRCh37 reference carries the variant', () => {
  test('bases decide, not "0/0": a GRCh37 file that is reference everywhere is *1/*1', () => {
    const call = aSample().reference('CYP2C19').with('rs3758581', 'G/G').on('GRCh37').call('CYP2C19')
    expect(best(call)).toEqual(['*1/*1'])
    expect(call.notes).toContainEqual({ code: 'BUILD_REFERENCE_DIFFERS', facts: ['rs3758581'] })
  })

  test('a GRCh38 file that is reference everywhere is *38/*38', () => {
    const call = aSample().reference('CYP2C19').call('CYP2C19')
    expect(best(call)).toEqual(['*38/*38'])
    expect(noteCodes(call)).not.toContain('BUILD_REFERENCE_DIFFERS')
  })
})

describe('a mitochondrial gene', () => {
  test('has one copy', () => {
    const sample = aSample().reference('MT-RNR1').with('1555', 'G')
    expect(best(sample.call('MT-RNR1'))).toEqual(['m.1555A>G'])
    expect(sample.phenotype('MT-RNR1').results[0]?.phenotypes).toEqual([
      'increased risk of aminoglycoside-induced hearing loss',
    ])
  })

  test('counts a variant in a mixture, because that is the safe reading, and says so', () => {
    const call = aSample().reference('MT-RNR1').with('1555', 'A/G').call('MT-RNR1')
    expect(best(call)).toEqual(['m.1555A>G'])
    expect(call.notes).toContainEqual({ code: 'HETEROPLASMIC', facts: ['chrM:1555'] })
  })
})

describe('a gene on X in a man', () => {
  test('is held when a place differs between two copies that cannot both be his', () => {
    const sample = aSample().reference('G6PD').oneCopy('G6PD').with('rs5030868', 'G/A').quarantined('G6PD')
    expect(sample.call('G6PD')).toMatchObject({ status: 'not-called', reason: 'SEX_CONFLICT' })
  })
})

function neverCalled(): never {
  throw new Error('the gene has no call')
}
