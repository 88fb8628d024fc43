import { z } from 'zod'
import { receiptColumns } from '../../shared/receipt/receipt-data.ts'
import epsonTmT82 from './printers/epson-tm-t82.json' with { type: 'json' }
import epsonTmT82Narrow from './printers/epson-tm-t82-42.json' with { type: 'json' }
import generic58 from './printers/generic-58.json' with { type: 'json' }
import generic80 from './printers/generic-80.json' with { type: 'json' }

/** A printer model is data: what it holds on a line, how it is told its code page, what it can do and answer. */
export const printerModelSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(60),
  columns: z.literal(receiptColumns),
  /** The n of ESC t and the table it selects. Only pages that hold all of `plainCharacters`. */
  codePage: z.strictObject({ number: z.number().int().min(0).max(255), encoding: z.enum(['cp437', 'cp850', 'cp858']), name: z.string() }),
  /** The printer starts reading bytes above 0x7f in pairs until FS . tells it not to. */
  leavesMultibyteMode: z.boolean(),
  cutter: z.enum(['none', 'partial', 'full']),
  /** Lines between print head and cutter or tear bar. */
  feedLines: z.number().int().min(1).max(12),
  /** Pin of the drawer connector that carries the pulse; null: no drawer connector. */
  drawerPin: z.union([z.literal(2), z.literal(5), z.null()]),
  /** Answers DLE EOT n and GS r n, so that a slip can be proved and not only assumed. */
  answersStatus: z.boolean(),
  /** What its serial interface is set to when it leaves the factory; an address without `flow` uses it. */
  flowControl: z.enum(['none', 'rtscts', 'dsrdtr', 'xonxoff']),
  /** Where the figures come from. */
  manual: z.string().min(1),
})
export type PrinterModel = z.infer<typeof printerModelSchema>

/** All models this build knows, in the order the set-up screen shows them. */
export const printerModels: readonly PrinterModel[] = [generic58, generic80, epsonTmT82, epsonTmT82Narrow].map((data) =>
  printerModelSchema.parse(data),
)

export function printerModel(id: string): PrinterModel | null {
  return printerModels.find((model) => model.id === id) ?? null
}
