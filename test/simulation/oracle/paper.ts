import type { PaperFact } from './facts.ts'

/** What a slip says of itself, whatever breaks its lines. */
export type Slip = { kind: 'valid' | 'provisional' | 'other'; text: string; whole: boolean; terminal: string }

/** Reads paper as a customer would: only what calls itself proof of payment is one. */
export function readSlip(paper: PaperFact): Slip {
  const text = paper.text.replace(/\s+/g, '').toLowerCase()
  const isProof = text.replaceAll('bukanbuktipembayaran', '').includes('buktipembayaran') || text.includes('noref')
  const kind = isProof ? 'valid' : text.includes('tandaterimasementara') ? 'provisional' : 'other'
  return { kind, text, whole: paper.whole, terminal: paper.terminal }
}

/** The biller's reference on a slip: 32 letters and digits after its label. */
export function referenceOn(slip: Slip): string | null {
  return /noref(?:erensi)?:?([0-9a-f]{32})/.exec(slip.text)?.[1]?.toUpperCase() ?? null
}
