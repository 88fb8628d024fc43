import { exportQueue, type LeftOut } from '../../main/handover/export-queue.ts'
import { type FileSigner, fileSigner } from '../../main/handover/file.ts'
import { handOverFile } from '../../main/handover/hand-overs.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { writeSetting } from '../../main/storage/settings.ts'
import { type Book, openBook, sari, type Wishes } from './ledger-book.ts'

export type HandOverBook = Book & {
  terminalId: string
  signer: FileSigner
  exportAll(paymentIds?: readonly string[]): { handOverId: string; again: boolean; leftOut: LeftOut[]; text: string }
}

/** A ledger that is a terminal of the practice outlet and can sign. */
export function openHandOverBook(terminalId = 'LTH001', wishes: Wishes = {}): HandOverBook {
  const book = openBook(wishes)
  const keyId = `key-${terminalId}`
  const signer = fileSigner({ ...makeKeyPair(), keyId })
  writeSetting(book.database, 'terminal', { terminalId, keyId, centralKeyId: 'central', centralPublicKey: 'A'.repeat(44) })
  return {
    ...book,
    terminalId,
    signer,
    exportAll(paymentIds) {
      const request = { paymentIds: paymentIds ?? null, staff: sari, practice: true, signer, ids: book.ids, atMs: book.clock.nowMs() }
      const exported = exportQueue(book.database, request)
      return { ...exported, text: handOverFile(book.database, exported.handOverId).text }
    },
  }
}
