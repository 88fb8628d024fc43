import { z } from 'zod'
import { limits } from '../limits.ts'
import { nothing, route } from './route.ts'
import { handOverRowSchema, idSchema, paymentRowSchema } from './shapes.ts'

/** Queues handed to another terminal of the outlet, and taken from one. */
export const handOverRoutes = {
  handOvers: route({
    method: 'GET',
    path: '/api/hand-overs',
    needs: 'handOver',
    request: nothing,
    reply: z.object({ handOvers: z.array(handOverRowSchema) }),
  }),
  exportQueue: route({
    method: 'POST',
    path: '/api/hand-overs',
    needs: 'handOver',
    /** Without `paymentIds` the whole queue. The payments are frozen here when this answers; the file can be had again. */
    request: z.object({ paymentIds: z.array(idSchema).min(1).max(10_000).optional() }),
    reply: z.object({
      handOver: handOverRowSchema,
      /** Nothing new was frozen: this is the last export once more. */
      again: z.boolean(),
      leftOut: z.array(z.object({ paymentId: idSchema, customerNumber: z.string(), why: z.enum(['sending', 'advanced', 'unreadable']) })),
    }),
    bodyBytesMax: limits.handOverBytesMax,
  }),
  /** The file to print or download. */
  handOverFile: route({
    method: 'GET',
    path: '/api/hand-overs/:handOverId/file',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: z.object({ name: z.string(), text: z.string() }),
  }),
  /** Where the host can save files (`host.supports` has `saveFile`): it asks the person where. */
  saveHandOver: route({
    method: 'POST',
    path: '/api/hand-overs/:handOverId/save',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: nothing,
  }),
  importQueue: route({
    method: 'POST',
    path: '/api/hand-overs/import',
    needs: 'handOver',
    request: z.object({ file: z.string() }),
    reply: z.object({ handOver: handOverRowSchema }),
    bodyBytesMax: limits.handOverBytesMax,
  }),
  /** Asks the central again about what an import still waits for. */
  claimHandOver: route({
    method: 'POST',
    path: '/api/hand-overs/:handOverId/claim',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: z.object({ handOver: handOverRowSchema }),
  }),
  /** Open payments that the central has never seen and that a copied or restored ledger, or a second copy, brought along. */
  heldPayments: route({
    method: 'GET',
    path: '/api/held-payments',
    needs: 'handOver',
    request: nothing,
    reply: z.object({ held: z.array(paymentRowSchema) }),
  }),
  /** A person says that the customer's money was not given back: they may be sent now. One that was given back is cancelled instead. */
  confirmHeld: route({
    method: 'POST',
    path: '/api/held-payments/confirm',
    needs: 'handOver',
    request: z.object({ paymentIds: z.array(idSchema).min(1).max(1_000) }),
    reply: z.object({ confirmedCount: z.number().int() }),
  }),
} as const
