import { readFileSync } from 'node:fs'

/** What `npm start` gives to Node: a server is measured as it is started. */
export function startFlags(): readonly string[] {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const { scripts }: { readonly scripts: { readonly start: string } } = JSON.parse(text)
  return scripts.start.split(' ').filter(word => word.startsWith('--'))
}
