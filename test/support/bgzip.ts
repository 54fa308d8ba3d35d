import { crc32, deflateRawSync } from 'node:zlib'

/** As much text as every block of a bgzip file may hold. */
const BLOCK = 65_280

export const BGZIP_END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex')

/** One block: a gzip member that states its own size. */
export function bgzipBlock(text: Buffer, level = 6): Buffer {
  const data = deflateRawSync(text, { level })
  const head = Buffer.from('1f8b08040000000000ff060042430200', 'hex')
  const block = Buffer.alloc(18 + data.length + 8)
  head.copy(block)
  block.writeUInt16LE(block.length - 1, 16)
  data.copy(block, 18)
  block.writeUInt32LE(crc32(text), 18 + data.length)
  block.writeUInt32LE(text.length, 22 + data.length)
  return block
}

export function bgzip(text: string | Buffer, blockSize = BLOCK): Buffer {
  const bytes = Buffer.from(text)
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += blockSize) blocks.push(bgzipBlock(bytes.subarray(at, at + blockSize)))
  return Buffer.concat([...blocks, BGZIP_END])
}
