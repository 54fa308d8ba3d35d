import type { FileLimits, ReadOptions } from '../../src/usecases/ports.js'

export const someLimits: FileLimits = {
  decompressedBytes: 20 * 2 ** 30,
  ratio: 200,
  headerBytes: 10 * 2 ** 20,
  headerLines: 20_000,
  lineBytes: 16 * 2 ** 20,
  samples: 10_000,
  alternates: 100,
  diagnostics: 1_000,
}

export function readOptions(
  options: Partial<Omit<ReadOptions, 'assay'>> & { readonly assay?: Partial<ReadOptions['assay']> } = {},
): ReadOptions {
  return {
    quality: { requirePass: false },
    limits: someLimits,
    ...options,
    assay: { assumeReference: false, assayedRegions: [], ...options.assay },
  }
}
