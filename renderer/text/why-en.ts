import type { whyId } from './why-id.ts'

export const whyEn: typeof whyId = {
  alarmWhy: {
    notOurPayment:
      'The central names a payment that this terminal does not have. Pay nothing because of it; report its number to the central.',
    intentHashDiffers: 'At the central this payment has another content than was accepted here. Give no money back; contact the central.',
    intentMismatch: 'At the central this payment number holds another bill. Do not repeat and give no money back; contact the central.',
    sameRevisionOtherContent:
      'The central gave two different answers about the same. The first one stands here; ask the central which is right.',
    otherEpochOtherContent: 'After its restore the central says other than before. What was said before stands here; ask the central.',
    revisionMissing: "The central's answer is not complete, so it is not used. Loket asks again; contact the central if it stays so.",
    amountDiffers: 'The central says paid with another amount than the bill. Hand out no receipt yet; compare the amount with the central.',
    paidFactsChanged: 'The central changed reference, token or amount of a paid payment. Compare with the receipt, and reprint if needed.',
    paidUnknownToCentral: 'Paid here, but the central does not know it. Keep the receipt and contact the central; do not pay again.',
    heardBeforeSent: "The central knows a payment never sent from here. A copy of this terminal's data may be in use; call a supervisor.",
    heardAboutUnreadable: 'The central speaks of a payment whose data is damaged here. Give no money back; contact the central.',
    resyncUnanswered: 'The central did not answer twice about this payment. Ask the central directly.',
    handedOverAdvanced:
      'Another terminal took over a payment whose money was advanced to the customer. Tell the people there before they give money back.',
    claimedAfterMoneyBack:
      'Another terminal took over a payment whose money goes back, or went back, to the customer here. Tell the people there: do not pay it, do not give it back again.',
    takeOverForgotten: 'After its restore the central forgot that this terminal took this payment over. Asking on; contact the central.',
    anotherLedgerSpeaks:
      "A copy of this terminal's data speaks with the central too. Turn that copy off; this terminal has stopped sending.",
    noWay:
      'The central says “{{status}}” while it is “{{state}}” here, which can not be. Hand over neither money nor receipt; ask the central.',
    feed: 'News from the central could not be written down: {{word}}. Report this sentence.',
    takeOver: 'A payment of the file could not be taken over: {{word}}. Report this sentence; the first terminal still keeps it.',
    other: 'Reason: {{word}}. Hand over no money because of it; report this word to the central.',
  },
  saidStatus: { paid: 'paid', pending: 'still working on it', refused: 'refused', unknown: 'unknown', voided: 'voided' },
  asideWhy: {
    stateUnknown: 'The data of this payment is damaged: its state is unknown. It is not sent; give no money back, call a supervisor.',
    intentUnreadable:
      'The data of this payment is damaged: its content can not be read. It is not sent; give no money back, call a supervisor.',
    intentHashDiffers: 'The data of this payment changed after it was accepted. It is not sent; give no money back, call a supervisor.',
    intentDiffersFromRow: 'Content and record of this payment do not agree. It is not sent; give no money back, call a supervisor.',
    feedItem: 'One piece of news from the central can not be read. It is not used; report it if it comes again.',
    batchItem: 'One answer of the central can not be read. It is not used; the payment is asked about again.',
    notAsked: 'The central answered what nobody asked. It is not used; report it if it comes again.',
    other: 'An answer that can not be trusted, not used: {{word}}. Loket asks again; check the network if it stays so.',
  },
}
