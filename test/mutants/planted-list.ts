import type { Planted } from './planted.ts'

/** Each of these would lose money, double it, or say more than is known. */
export const plantedList: readonly Planted[] = [
  {
    name: 'a retry goes under a new id',
    file: 'main/payments/attempts.ts',
    find: '    paymentId: payment.id,\n    intentHash: payment.intentHash,',
    replace:
      "    paymentId: payment.attemptCount > 1 ? payment.id.slice(0, -1).concat(payment.id.endsWith('0') ? '1' : '0') : payment.id,\n    intentHash: payment.intentHash,",
  },
  {
    name: 'a timeout is treated as failed',
    file: 'main/payments/attempts.ts',
    find: "          changes: { reason: kind, notBeforeMs: by.retryAtMs, everSent: kind === 'noAnswer' || mayHaveLeft(database, paymentId) },\n        })",
    replace:
      "          changes: { reason: kind, notBeforeMs: by.retryAtMs, everSent: kind === 'noAnswer' || mayHaveLeft(database, paymentId) },\n        })\n        const doubtful = findPayment(database, paymentId)\n        if (doubtful?.state === 'inDoubt') movePayment(database, doubtful, 'refusedFinal', { actor: 'terminal', atMs: by.atMs, posting: { event: 'refusedFinal', facts: { totalRupiah: doubtful.totalRupiah } } })",
  },
  {
    name: 'silence counts as never sent',
    file: 'main/payments/attempts.ts',
    find: "    if (payment?.state === 'sending') {\n        movePayment(database, payment, kind, {",
    replace: "    if (payment?.state === 'sending') {\n        movePayment(database, payment, 'notReached', {",
  },
  {
    name: 'a restart counts as never sent',
    file: 'main/payments/attempts.ts',
    find: "movePayment(database, payment, 'restarted', { actor: 'terminal', atMs, changes: { reason: 'restarted', notBeforeMs: 0 } })",
    replace:
      "movePayment(database, payment, 'notReached', { actor: 'terminal', atMs, changes: { reason: 'restarted', notBeforeMs: 0, everSent: false } })",
  },
  {
    name: 'what was sent is forgotten',
    file: 'main/payments/attempts.ts',
    find: 'changes: { everSent: true, sentEpoch: epoch, attemptCount },',
    replace: 'changes: { sentEpoch: epoch, attemptCount },',
  },
  {
    name: 'sending is not made durable',
    file: 'main/payments/attempts.ts',
    find: "    const sending = movePayment(database, payment, 'send', {",
    replace:
      "    const sending = { ...payment, attemptCount, everSent: true, state: 'sending' as const }\n    if (attemptCount < 0) movePayment(database, payment, 'send', {",
  },
  {
    name: 'the ledger epoch of the send is not asked for',
    file: 'main/payments/answer-events.ts',
    find: '  return answer.ledgerEpoch === payment.sentEpoch',
    replace: '  return true',
  },
  {
    name: 'a refusal without a last word is final',
    file: 'main/payments/answer-events.ts',
    find: '      if (!isFinalNo(answer)) return waiting ? notYet(answer, payment) : null',
    replace: '',
  },
  {
    name: '"already paid" is a final no',
    file: 'main/payments/answer-events.ts',
    find: " && answer.code !== 'alreadyPaid')",
    replace: ')',
  },
  {
    name: 'what was created is sent again',
    file: 'main/payments/answer-events.ts',
    find: '  if (answer.created) return null\n',
    replace: '',
  },
  {
    name: '"ask" refusals free the payment',
    file: 'main/payments/answer-events.ts',
    find: "  if (answer.retry !== 'later') return 'pending'",
    replace: "  if (answer.retry !== 'later') return 'refusedForNow'",
  },
  {
    name: 'paid after a refund goes unseen',
    file: 'main/payments/answer-events.ts',
    find: "      return payment.state === 'refunded' || payment.state === 'cancelled' ? 'paidAfterRefund' : null",
    replace: '      return null',
  },
  {
    name: 'a failure at reconciliation goes unseen',
    file: 'main/payments/answer-events.ts',
    find: "      if (payment.state === 'paid') return 'failedAtReconciliation'\n",
    replace: "      if (payment.state === 'paid') return null\n",
  },
  {
    name: 'an older revision is applied',
    file: 'main/payments/answers.ts',
    find: "  if (known === 'older') return 'older'\n",
    replace: '',
  },
  {
    name: 'an equal revision with other content is applied',
    file: 'main/payments/answers.ts',
    find: "  if (known === 'contradicts') return alarm('sameRevisionOtherContent')\n",
    replace: '',
  },
  {
    name: 'another owner counts as a final no',
    file: 'main/payments/answers.ts',
    find: "  if (answer.status === 'refused' && answer.code === 'notOwner') {\n    const",
    replace:
      "  if (answer.status === 'refused' && answer.code === 'notOwner') {\n    answer = { ...answer, retry: 'never', revision: before.revision + 1 }\n  } else if (answer.revision < 0) {\n    const",
  },
  {
    name: 'an amount other than quoted is believed',
    file: 'main/payments/answers.ts',
    find: '  return sheets.length > 0 && sumRupiah(sheets.map(({ amountRupiah }) => amountRupiah)) !== payment.intent.totalRupiah',
    replace: '  return sheets.length < 0 && sumRupiah(sheets.map(({ amountRupiah }) => amountRupiah)) !== payment.intent.totalRupiah',
  },
  {
    name: 'one rupiah more is booked as commission',
    file: 'main/payments/answer-effects.ts',
    find: '    commissionRupiah: payment.commissionRupiah,\n    counterFeeRupiah: payment.counterFeeRupiah,\n  }\n}',
    replace:
      '    commissionRupiah: payment.totalRupiah - proof.deductedRupiah - payment.counterFeeRupiah,\n    counterFeeRupiah: payment.counterFeeRupiah,\n  }\n}',
  },
  {
    name: 'what the central deducted is taken from the catalogue',
    file: 'main/payments/answer-effects.ts',
    find: '    deductedRupiah: proof.deductedRupiah,\n    commissionRupiah: payment',
    replace: '    deductedRupiah: payment.billTotalRupiah - payment.commissionRupiah,\n    commissionRupiah: payment',
  },
  {
    name: 'an advance is paid back a second time',
    file: 'main/payments/answer-effects.ts',
    find: '  if (payment.advanced) settleAdvance(database, moved, heard.atMs)',
    replace: '  if (payment.advanced && moved.totalRupiah < 0) settleAdvance(database, moved, heard.atMs)',
  },
  {
    name: 'an advance is given twice',
    file: 'main/payments/advances.ts',
    find: "    if (payment.advanced) throw new Refusal('paymentNotInState', { state: payment.state, advanced: true })\n",
    replace: '',
  },
  {
    name: 'the claim is not closed when paid after all',
    file: 'main/payments/answer-effects.ts',
    find: "    if (event === 'paidAfterAll') return { event, facts: { ...paid, paymentId, openClaimRupiah } }",
    replace: "    if (event === 'paidAfterAll') return { event, facts: { ...paid, paymentId, openClaimRupiah: 0 } }",
  },
  {
    name: 'a journal line of a refund is forgotten',
    file: 'main/ledger/postings.ts',
    find: "    debitTill(f.till, -f.tillRupiah),\n    ...(f.parts ?? []).map((part) => credit(part.account, part.amountRupiah, part.dimension)),\n    credit('cashRounding', f.totalRupiah - f.tillRupiah - sumOfParts(f)),",
    replace:
      "    ...(f.parts ?? []).map((part) => credit(part.account, part.amountRupiah, part.dimension)),\n    credit('cashRounding', f.totalRupiah - sumOfParts(f)),",
  },
  {
    name: 'the commission is booked twice over',
    file: 'main/ledger/postings.ts',
    find: "    credit('commission', f.commissionRupiah),\n    credit('counterFee', f.counterFeeRupiah),\n    credit('centralDifference', restOf(f)),",
    replace:
      "    credit('commission', 2 * f.commissionRupiah),\n    credit('counterFee', f.counterFeeRupiah),\n    credit('centralDifference', restOf(f) - f.commissionRupiah),",
  },
  {
    name: 'the counter fee goes to the central',
    file: 'main/ledger/postings.ts',
    find: "    credit('floatUsed', f.deductedRupiah),\n    credit('commission', f.commissionRupiah),\n    credit('counterFee', f.counterFeeRupiah),",
    replace: "    credit('floatUsed', f.deductedRupiah + f.counterFeeRupiah),\n    credit('commission', f.commissionRupiah),",
  },
  {
    name: 'unbalanced lines are written',
    file: 'main/ledger/journal.ts',
    find: '  if (sum !== 0) throw',
    replace: '  if (sum === 0.5) throw',
  },
  {
    name: 'a balance is not kept up',
    file: 'main/ledger/journal.ts',
    find: '    addToBalance.run(line.account, line.dimension, line.amountRupiah)',
    replace: '    if (index > 0) addToBalance.run(line.account, line.dimension, line.amountRupiah)',
  },
  {
    name: 'the cash of a rounded basket is booked unrounded',
    file: 'main/payments/basket-money.ts',
    find: '      tillRupiah: (cash[index] ?? 0) + (index === most ? cashDueRupiah - cashRupiah : 0),',
    replace: '      tillRupiah: cash[index] ?? 0,',
  },
  {
    name: 'a bill may be taken twice',
    file: 'main/payments/accept.ts',
    find: '  for (const { item } of items) refuseDuplicate(database, item.intent, item.overridesPaymentId, nowMs)',
    replace: '',
  },
  {
    name: 'a basket may be accepted twice',
    file: 'main/payments/accept.ts',
    find: '      requireOpenBasket(database, request.basketId)\n',
    replace: '',
  },
  {
    name: 'the float is not looked at',
    file: 'main/payments/accept.ts',
    find: '      refuseOverFloat(acceptance, items)\n',
    replace: '',
  },
  {
    name: 'the count limit is not looked at',
    file: 'main/payments/queue.ts',
    find: '  if (counted > 0 && queue.count + counted > limits.countMax)',
    replace: '  if (counted < 0 && queue.count + counted > limits.countMax)',
  },
  {
    name: 'the money of a rejected payment is used twice',
    file: 'shared/payment-states.ts',
    find: "repay: 'refunded'",
    replace: "repay: 'rejected'",
  },
  {
    name: 'a question pays',
    file: 'main/sync/say.ts',
    find: "      if (attempt.kind === 'pay') items.push",
    replace: "      if (attempt.kind !== 'void') items.push",
  },
  {
    name: 'a void is forgotten',
    file: 'main/sync/say.ts',
    find: "await (kind === 'void' ? central.void : central.ask)(item.paymentId, item.intentHash)",
    replace: 'await central.ask(item.paymentId, item.intentHash)',
  },
  {
    name: 'a later month overtakes an earlier one',
    file: 'main/sync/plan.ts',
    find: '    if (wait === null) busyNumbers.add(work.customerNumber)\n    else',
    replace: '    if (wait !== null)',
  },
  {
    name: 'what is in doubt is paid again',
    file: 'main/sync/work.ts',
    find: "WHEN state = 'inDoubt' OR hold IS NOT NULL THEN 'ask' ELSE 'pay' END AS kind`",
    replace: "WHEN hold IS NOT NULL THEN 'ask' ELSE 'pay' END AS kind`",
  },
  {
    name: 'in doubt is sent as pay',
    file: 'main/payments/attempts.ts',
    find: "  if (payment.state === 'inDoubt') return payment.wanted === 'void' ? 'void' : 'ask'",
    replace: "  if (payment.state === 'inDoubt') return payment.wanted",
  },
  {
    name: 'what a copy holds back is sent',
    file: 'main/payments/attempts.ts',
    find: "  if (payment.state === 'queued') return payment.hold !== null && payment.wanted === 'pay' ? 'ask' : payment.wanted",
    replace: "  if (payment.state === 'queued') return payment.wanted",
  },
  {
    name: 'cancelling is allowed after it was sent',
    file: 'main/payments/actions.ts',
    find: "    if (payment.everSent) throw new Refusal('paymentNotInState', { state: payment.state, everSent: true })\n",
    replace: '',
  },
  {
    name: 'the feed forgets what it applied',
    file: 'main/sync/feed.ts',
    find: "        writeSetting(database, 'feedCursor', { epoch: by.signed.ledgerEpoch, sequence })\n",
    replace: '',
  },
  {
    name: 'a hole in the feed is stepped over',
    file: 'main/sync/feed.ts',
    find: "  return isWhole && !isBehind ? null : 'hole'",
    replace: '  return null',
  },
  {
    name: 'an unsigned reply is believed',
    file: 'main/central/call.ts',
    find: '  if (!check.ok) return aside(',
    replace: '  if (!check.ok && received.status > 999) return aside(',
  },
  {
    name: 'a reply about another intent is believed',
    file: 'main/central/client.ts',
    find: "  if (answer.data.intentHash !== intentHash) return noAnswer('signed, but about another intent')\n",
    replace: '',
  },
  {
    name: 'an item left out of a batch was never sent',
    file: 'main/central/batch-outcome.ts',
    find: "    if (statement === undefined) outcomes.set(paymentId, silent('the reply to a batch left it out', null))",
    replace: "    if (statement === undefined) outcomes.set(paymentId, { kind: 'notReached', cause: 'central', why: 'left out' })",
  },
  {
    name: 'any failed connection was never reached',
    file: 'main/central/exchange.ts',
    find: "      if (!connected) settle({ kind: 'notReached', cause, why })",
    replace: "      if (received.length === 0) settle({ kind: 'notReached', cause, why })",
  },
]
