import { readFileSync } from 'node:fs'

/** In the order of the numbers in power-loss-shim.c. */
const kinds = [
  'created',
  'opened',
  'write',
  'truncate',
  'sync',
  'syncFolder',
  'rename',
  'unlink',
  'mkdir',
  'rmdir',
  'sent',
  'blind',
] as const

export type ShimRecord = {
  kind: (typeof kinds)[number]
  /** A file's number, or for `sent` the connection: own port × 65536 + the other's. */
  file: number
  offset: number
  name: string
  data: Buffer
}

const magic = 0x746b6f6c
const headBytes = 32

/** Everything the process did, in order. A last record that the kill cut short is left out. */
export function readShimLog(path: string): ShimRecord[] {
  const log = readFileSync(path)
  const records: ShimRecord[] = []
  for (let at = 0; at + headBytes <= log.length; ) {
    if (log.readUInt32LE(at) !== magic) throw new Error(`the shim's log is broken at byte ${at}`)
    const kind = kinds[log.readUInt32LE(at + 4) - 1]
    if (kind === undefined) throw new Error(`the shim's log has an unknown record at byte ${at}`)
    const [nameBytes, dataBytes] = [log.readUInt32LE(at + 24), log.readUInt32LE(at + 28)]
    const [nameAt, dataAt, end] = [at + headBytes, at + headBytes + nameBytes, at + headBytes + nameBytes + dataBytes]
    if (end > log.length) break
    records.push({
      kind,
      file: Number(log.readBigUInt64LE(at + 8)),
      offset: Number(log.readBigInt64LE(at + 16)),
      name: log.toString('utf8', nameAt, dataAt),
      data: log.subarray(dataAt, end),
    })
    at = end
  }
  return records
}
