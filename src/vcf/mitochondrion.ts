import type { Header } from './header.js'
import type { Catalogue } from './places.js'

/**
 * UCSC's hg19 calls an older mitochondrial sequence of 16 571 bases `chrM`, whose coordinates are not those of the rCRS. A
 * GRCh37 file with that name is taken for it unless its header gives the rCRS length.
 */
const RCRS_LENGTH = 16_569

/** Genes that are not read by position. `matters`: the file has mitochondrial rows, or silence is going to be read. */
export function genesOnOtherSequence(catalogue: Catalogue, header: Header, matters: boolean): ReadonlySet<string> {
  const { length, ucscName, otherAccession } = header.mitochondrion
  const isOther =
    otherAccession || (length !== undefined ? length !== RCRS_LENGTH : catalogue.assembly === 'GRCh37' && ucscName)
  if (!isOther || !(matters || length !== undefined || otherAccession)) return new Set()
  return new Set(catalogue.places.filter(place => place.chromosome === 'chrM').map(place => place.gene))
}
