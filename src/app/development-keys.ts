import type { Config } from '../config.js'

/** File of the keys that the development issuer signs with; where it lies, production does not start. */
export function developmentKeys({ home }: Pick<Config, 'home'>): string {
  return `${home}/dev-issuer.json`
}
