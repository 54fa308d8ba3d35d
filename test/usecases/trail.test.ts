import { expect, test } from 'vitest'
import { createTrail } from '../../src/usecases/trail.js'

test('S19 a trail has one entry per patient and action, with the most telling outcome and every class', () => {
  const trail = createTrail()
  trail.note({ patientId: 'one', action: 'READ_PATIENT', classes: ['IDENTITY'], outcome: 'ALLOWED' })
  trail.note({
    patientId: 'one',
    action: 'READ_PATIENT',
    classes: ['CLINICAL'],
    outcome: 'WITHHELD',
    breakGlassId: 'b',
  })
  trail.note({ patientId: 'one', action: 'READ_PATIENT', classes: ['IDENTITY'], outcome: 'ALLOWED' })
  trail.note({ patientId: 'one', action: 'READ_RESULT', classes: ['GENOMIC_SUMMARY'], outcome: 'ALLOWED' })
  trail.note({ patientId: 'two', action: 'READ_PATIENT', classes: ['IDENTITY'], outcome: 'DENIED' })
  expect(trail.entries()).toEqual([
    {
      patientId: 'one',
      action: 'READ_PATIENT',
      classes: ['IDENTITY', 'CLINICAL'],
      outcome: 'WITHHELD',
      breakGlassId: 'b',
    },
    { patientId: 'one', action: 'READ_RESULT', classes: ['GENOMIC_SUMMARY'], outcome: 'ALLOWED' },
    { patientId: 'two', action: 'READ_PATIENT', classes: ['IDENTITY'], outcome: 'DENIED' },
  ])
})
