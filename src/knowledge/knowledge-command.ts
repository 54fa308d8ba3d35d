import { sealRelease } from './seal-release.js'

const [command, folder = 'data'] = process.argv.slice(2)

if (command === 'seal') {
  const changed = sealRelease(folder)
  for (const path of changed) console.log(`sealed ${path}`)
  console.log(`${folder}: ${changed.length === 0 ? 'nothing changed' : `${changed.length} files sealed`}`)
}
