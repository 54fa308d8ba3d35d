import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_FOLDER } from './test-ports.js'

/** All demonstration patients with their histories, and the files of some. */
export function demoFolder(...files: readonly string[]): string {
  const made = mkdtempSync(join(tmpdir(), 'sextant-demo-'))
  const people: readonly { readonly vcf: string }[] = JSON.parse(
    readFileSync(join(DEMO_FOLDER, 'patients.json'), 'utf8'),
  )
  const some = people.map(({ vcf, ...person }) => (files.includes(vcf) ? { ...person, vcf } : person))
  writeFileSync(join(made, 'patients.json'), JSON.stringify(some))
  for (const file of files) copyFileSync(join(DEMO_FOLDER, file), join(made, file))
  return made
}
