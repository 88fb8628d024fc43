import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'

/**
 * What the trade says where the contract has a word of its own: codes and messages as Digiflazz publishes them, and IAK's where Digiflazz has none
 * that fits (34: paid already).
 */
const responseCodes: Partial<Record<CentralRefusalCode, { billerCode: string; billerMessage: string }>> = {
  customerNumberInvalid: { billerCode: '54', billerMessage: 'Nomor tujuan salah' },
  billNotFound: { billerCode: '60', billerMessage: 'Tagihan belum tersedia' },
  billAlreadyPaid: { billerCode: '34', billerMessage: 'Tagihan sudah terbayar' },
  answersInvalid: { billerCode: '84', billerMessage: 'Nominal tidak valid' },
  billerUnavailable: { billerCode: '55', billerMessage: 'Produk sedang gangguan' },
  productClosed: { billerCode: '58', billerMessage: 'Sedang cut off' },
  productUnknown: { billerCode: '43', billerMessage: 'SKU tidak ditemukan atau non-aktif' },
  billerRefused: { billerCode: '02', billerMessage: 'Transaksi gagal' },
}

/** Nothing for a refusal that is the central's own affair. */
export function responseCodeOf(code: CentralRefusalCode) {
  return responseCodes[code] ?? {}
}
