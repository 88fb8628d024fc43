import type { outletId } from './outlet-id.ts'

export const outletEn: typeof outletId = {
  fault: {
    none: 'None',
    offline: 'Down',
    slow: 'Slow',
    resetBeforeCommit: 'Reset before commit',
    rateLimited: 'Too often (429)',
    corruptReply: 'Damaged replies',
    wrongSignature: 'Wrong signature',
    partialBatch: 'Partial replies',
    resetAfterCommit: 'Reset after commit',
    unavailable: 'Central refuses (503)',
  },
  handOver: {
    title: 'Hand the queue over',
    export: 'Give the queue to another terminal',
    exportMeaning:
      '{{count}} payments, {{total}}, are frozen on this terminal and written to one file. Another terminal of this outlet sends them. It can not be taken back.',
    exportNothing: 'No payment is waiting.',
    exported: 'The file {{name}} is ready. Take it to another terminal and import it there.',
    leftOut_one: '{{count}} payment stays here: it is being sent, its money was advanced, or it is damaged.',
    leftOut_other: '{{count}} payments stay here: they are being sent, their money was advanced, or they are damaged.',
    import: 'Take over from a file',
    importMeaning: 'A hand-over file or second copy from another terminal of this outlet. The central is asked before anything is sent.',
    imported: '{{claimed}} taken over, {{waiting}} wait for the central, {{refused}} refused by the central.',
    list: 'Earlier hand-overs',
    out: 'Given {{time}} · {{count}} payments · {{total}}',
    in: 'Taken from {{peer}} {{time}} · {{count}} payments · {{total}}',
    claimedBy: 'taken over by {{peer}}',
    notClaimed: 'not taken over yet',
    again: 'The file again',
    claim: 'Ask the central again',
    unreadable: 'That file can not be read.',
  },
  override: {
    title: 'Above the limit',
    meaning: "For one payment only, recorded under the supervisor's name, and within the day's ceiling.",
    payment: 'Payment',
    supervisor: 'Supervisor',
    pin: "Supervisor's PIN",
    grant: 'Allow once',
    left: 'Left today: {{count}} times, {{amount}}.',
  },
  questions: {
    meaning: 'Ask the customer, then look it up.',
    find: 'Look up',
  },
  paper: {
    meaning:
      "Can not be looked up while offline. Type one month from the customer's paper bill; the central compares it when it is sent. If it differs, the money is given back.",
    amount: 'Amount on the paper',
    amountHint: "Without the counter's admin; {{admin}} is added.",
    withAdmin: 'With admin {{admin}}: {{total}}',
    period: 'Month on the paper',
    periodHint: 'Year and month as six digits, such as 202611',
    use: 'Use this bill',
  },
  held: {
    title: 'Make sure before it is sent',
    meaning:
      'This data was copied or restored, and the central does not know these payments. Tick only those whose money was surely not given back to the customer. Where it was: cancel in the queue.',
    send: 'Send {{count}} payments, {{total}}',
    sent: '{{count}} payments will be sent',
  },
  closeShift: {
    action: 'Close the shift',
    meaning: 'Count the money in the drawer and type the amount.',
    counted: 'Money counted',
    anyway: 'Close the shift although not synced',
    done: 'Shift {{number}} is closed. Expected {{expected}}, difference {{over}}.',
  },
}
