import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { GuidelineRow } from '../../src/domain/knowledge.js'
import { knowledge } from '../knowledge/real-release.js'

const factors = z.array(z.array(z.number().nullable()))
const dose = z.strictObject({
  kind: z.string(),
  value: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  unit: z.string(),
})

/**
 * Rows that a person compared with the words of the source, in a copy that is named: what was compared, and what was put
 * right. Ten were picked at random (`picked`); the others stand on the pages that were read for them, or are dangerous.
 */
const checked = z
  .strictObject({
    readOn: z.iso.date(),
    copies: z.record(
      z.string(),
      z.strictObject({
        what: z.string(),
        repository: z.string().optional(),
        path: z.string().optional(),
        commit: z
          .string()
          .regex(/^[0-9a-f]{40}$/)
          .optional(),
        url: z.string().optional(),
        at: z.string().optional(),
      }),
    ),
    picked: z.strictObject({ seed: z.number(), ids: z.array(z.string()) }),
    /** Keys of one drug that were read at one place, with what is said of them. */
    groups: z.array(
      z.strictObject({
        source: z.string(),
        drug: z.string(),
        copy: z.string(),
        /** Where in the copy: an offset, or a file. */
        at: z.union([z.number(), z.string()]),
        /** The id of a row at its source, and the key that leads to it. */
        keys: z.record(z.string(), z.string()),
        corrected: z.string().optional(),
        said: z.strictObject({
          actions: z.array(z.string()),
          strength: z.string().optional(),
          factors: factors.optional(),
          doses: z.array(dose).optional(),
          alternatives: z.array(z.string()).optional(),
          conditional: z.array(z.strictObject({ when: z.string(), actions: z.array(z.string()) })).optional(),
          /** Numbers that a circumstance brings, or that stand beside the others; the rows that were read first leave them out. */
          amountsWhen: z
            .array(
              z.strictObject({
                when: z.string().optional(),
                factors: factors.optional(),
                doses: z.array(dose).optional(),
              }),
            )
            .optional(),
        }),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('hand-checked.json', import.meta.url), 'utf8')))

const checks = checked.groups.flatMap(({ keys, ...group }) =>
  Object.entries(keys).map(([id, key]) => ({ ...group, id, key })),
)

/** The row that a source's id stands for, and the key that leads to it. */
function rowOf(drug: string, id: string) {
  for (const { source, rows } of knowledge.guidelines.get(drug) ?? []) {
    for (const row of rows) {
      const index = row.sourceIds.indexOf(id)
      if (index >= 0) return { source, row, key: (row.keys[index] ?? []).map(({ value }) => value).join(' + ') }
    }
  }
  throw new Error(`no row ${id} of ${drug}`)
}

function numbersOf({ doseChanges, doses }: Pick<GuidelineRow, 'doseChanges' | 'doses'>) {
  return {
    ...(doseChanges.length > 0 ? { factors: doseChanges.map(({ min, max }) => [min ?? null, max ?? null]) } : {}),
    ...(doses.length > 0
      ? { doses: doses.map(({ kind, value, min, max, unit }) => ({ kind, value, min, max, unit })) }
      : {}),
  }
}

describe('rows checked by hand', () => {
  test.each(checks)('$source $drug $key ($id) says what its source says', ({ drug, id, source, key, said }) => {
    const found = rowOf(drug, id)
    const { actions, strength, doseChanges, doses, alternatives, conditions } = found.row
    const conditional = conditions.filter(condition => condition.actions.length > 0)
    const amounts = conditions.filter(condition => condition.doses.length + condition.doseChanges.length > 0)
    expect([found.source, found.key]).toEqual([source, key])
    expect({
      actions,
      ...(said.strength === undefined ? {} : { strength }),
      ...numbersOf({ doseChanges, doses }),
      ...(alternatives.length > 0 ? { alternatives: alternatives.map(({ name }) => name) } : {}),
      ...(conditional.length > 0
        ? { conditional: conditional.map(({ when, actions: named }) => ({ when, actions: named })) }
        : {}),
      ...(said.amountsWhen === undefined
        ? {}
        : { amountsWhen: amounts.map(amount => ({ when: amount.when, ...numbersOf(amount) })) }),
    }).toEqual(said)
  })

  test('the ten that were picked at random are among them, of every source', () => {
    const picked = checks.filter(({ id }) => checked.picked.ids.includes(id))
    expect(new Set(picked.map(({ id }) => id)).size).toBe(10)
    const count = (source: string) => picked.filter(check => check.source === source).length
    expect(['CPIC', 'DPWG', 'FDA'].map(source => count(source) >= (source === 'FDA' ? 2 : 3))).toEqual([
      true,
      true,
      true,
    ])
  })

  test('every one names a copy that can be read again', () => {
    for (const { copy, id } of checks) {
      const where = checked.copies[copy]
      expect(where?.url ?? `${where?.repository} ${where?.path} ${where?.commit}`, id).not.toContain('undefined')
    }
  })
})
