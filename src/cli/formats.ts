import type { CallFormat } from './call-options.js'
import type { CallRun, SampleFormat } from './call-run.js'
import { createJsonFormat } from './format-json.js'
import { createTableFormat } from './format-table.js'
import { createTsvFormat, TSV_HEADING } from './format-tsv.js'

const FORMATS: Readonly<Record<CallFormat, (run: CallRun) => SampleFormat>> = {
  json: createJsonFormat,
  tsv: createTsvFormat,
  table: createTableFormat,
}

export function createFormat(run: CallRun): SampleFormat {
  return FORMATS[run.options.format](run)
}

/** What stands before the first sample. */
export function headingOf(format: CallFormat): string {
  return format === 'tsv' ? TSV_HEADING : ''
}
