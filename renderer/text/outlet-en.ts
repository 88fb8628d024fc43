import type { outletId } from './outlet-id.ts'

export const outletEn: typeof outletId = {
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
  repay: {
    action: 'Pay with the new bill',
    credit: 'Money from {{name}}',
    backTitle: 'Give back to the customer',
  },
  override: {
    ask: 'Ask a supervisor',
    title: 'Above the limit',
    meaning: "For one payment only, recorded under the supervisor's name, and within the day's ceiling.",
    payment: 'Payment',
    supervisor: 'Supervisor',
    pin: "Supervisor's PIN",
    grant: 'Allow once',
    left: 'Left today: {{count}} times, {{amount}}.',
  },
  closeShift: {
    action: 'Close the shift',
    meaning: 'Count the money in the drawer and type the amount.',
    counted: 'Money counted',
    anyway: 'Close the shift although not synced',
    done: 'Shift {{number}} is closed. Expected {{expected}}, difference {{over}}.',
  },
}
