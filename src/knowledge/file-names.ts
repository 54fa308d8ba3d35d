import type { FileNames } from './cross-check.js'
import type { DataFile } from './data-file.js'

/** Finds the file a decoded drug, guideline or gene of interactions came from, by what the file says of itself. */
export function fileNames(files: readonly DataFile[]): FileNames {
  const paths = new Map<string, string>()
  for (const { path, json } of files) {
    const [room = ''] = path.split('/')
    paths.set(
      key(
        room,
        text(json, room === 'interactions' ? 'gene' : room === 'drugs' ? 'name' : 'drug'),
        text(json, 'source'),
      ),
      path,
    )
  }
  const find = (room: string, name: string, source = ''): string =>
    paths.get(key(room, name, source)) ?? `${room}/${name}`
  return {
    guideline: ({ drug, source }) => find('guidelines', drug, source),
    drug: name => find('drugs', name),
    interactions: gene => find('interactions', gene),
  }
}

function key(room: string, name: string, source: string): string {
  return [room, name, room === 'guidelines' ? source : ''].join('\n')
}

function text(json: unknown, field: string): string {
  if (typeof json !== 'object' || json === null) return ''
  const value: unknown = Reflect.get(json, field)
  return typeof value === 'string' ? value : ''
}
