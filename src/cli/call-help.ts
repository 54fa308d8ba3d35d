/** `sextant call --help`. Figures of the present release are not repeated here: they would go stale. */
export const CALL_HELP = `Usage: sextant call FILE [options]

Calls star alleles, diplotypes and phenotypes from a VCF and says what CPIC, DPWG and FDA recommend.
FILE is a VCF 4.1 to 4.5, plain, gzip or bgzip, GRCh38 or GRCh37, one or many samples; "-" reads standard input.
Needs no server and no database; nothing leaves this machine.

Output (default: a table for people)
  --json                     one JSON object per sample, one per line, in the order of the file
  --tsv                      sample, gene, diplotypes, phenotype, activity score, missing positions
  --genes A,B                show these genes only (repeatable)
  --all-genes                also show the genes that are called for display only
  --all-candidates           list every diplotype that the data allow, best supported first
  --no-recommendations       calls and phenotypes only

Samples
  -s, --sample NAME          only this sample (repeatable)
  --samples-file FILE        only the samples named in FILE, one per line

What is known about the assay
  --assume-reference         read positions that are absent from the file as reference; every answer says so
  --assayed-regions FILE     BED of the regions that were sequenced completely: absent there is reference
  --build GRCh38|GRCh37      refuse a file on another build (default: found from the reference bases)
  --sex female|male          decides how calls on X are read
  --outside-calls FILE       results determined elsewhere, tab-separated: gene, diplotype, phenotype, activity score
                             (repeatable; they apply to every sample and go before what the file says)

How strictly to read
  --require-pass             a FILTER other than PASS makes a position unusable
  --min-gq N, --min-dp N     a genotype quality or depth below N makes a position unusable

Research, not for care
  --call-without-copy-number call genes that need copy number from small variants alone, labelled so
  --combinations             name combinations of alleles and unnamed variants instead of "not called"

  --threads N                threads that call a large cohort (default: all cores; 1 = none besides this one)
  -h, --help                 this text

Missing is never reference: a position that the file does not have is listed as missing unless you say what it means.
Messages go to standard error, as does a progress bar when it is a terminal.

Exit codes: 0 read, and at least one gene called; 1 input refused, nothing called, or a sample failed; 2 wrong usage.

Examples
  sextant call patient.vcf.gz
  sextant call panel.vcf --assume-reference --outside-calls outside.tsv --json
  zcat cohort.vcf.gz | sextant call - --tsv --no-recommendations > calls.tsv
`
