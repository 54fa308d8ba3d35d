const WIDTH = 24
const REDRAW_MILLISECONDS = 100

export interface ProgressBar {
  /** `total` absent: the size is not known (standard input). */
  update(label: string, done: number, total?: number, unit?: 'bytes' | 'samples'): void
  /** Removes the bar, so that what is printed next starts on a clean line. */
  clear(): void
}

/** A bar on standard error while it is a terminal; silent otherwise. */
export function createProgressBar(stream: NodeJS.WriteStream, now: () => number): ProgressBar {
  if (!stream.isTTY) return { update: () => undefined, clear: () => undefined }
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    update(label, done, total, unit = 'bytes') {
      const at = now()
      if (at - drawnAt < REDRAW_MILLISECONDS) return
      drawnAt = at
      stream.write(`\r\u001B[K${progressLine(label, done, total, unit)}`)
    },
    clear() {
      if (drawnAt !== Number.NEGATIVE_INFINITY) stream.write('\r\u001B[K')
    },
  }
}

/** `reading [#####-------------------]  21 %  3.2 / 15.1 MB` */
export function progressLine(
  label: string,
  done: number,
  total: number | undefined,
  unit: 'bytes' | 'samples',
): string {
  const amount = (value: number): string => (unit === 'bytes' ? (value / 1e6).toFixed(1) : String(value))
  const suffix = unit === 'bytes' ? 'MB' : 'samples'
  if (total === undefined || total === 0) return `${label}  ${amount(done)} ${suffix}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * WIDTH)
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  return `${label} [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${percent} %  ${amount(done)} / ${amount(total)} ${suffix}`
}
