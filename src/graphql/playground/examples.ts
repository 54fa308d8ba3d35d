import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Example {
  readonly name: string
  readonly query: string
  /** JSON, or nothing. */
  readonly variables: string
}

/** The example operations of a folder, in the order of their file names: `1-name.graphql`, with `1-name.json` for variables. */
export function readExamples(folder: string): readonly Example[] {
  const files = readdirSync(folder).toSorted()
  return files
    .filter(file => file.endsWith('.graphql'))
    .map(file => {
      const name = file.slice(0, -'.graphql'.length)
      const variables = files.includes(`${name}.json`) ? readFileSync(join(folder, `${name}.json`), 'utf8') : ''
      return { name, query: readFileSync(join(folder, file), 'utf8'), variables }
    })
}
