import type { Work } from "./account.work.ts";
import type { Call } from "./wire.call.ts";
import { needed, readParams } from "./wire.params.ts";
import { text } from "./wire.readers.ts";

const BALANCE_SHAPE = { payment_intent: needed(text()) };

/**
 * GET /_emulator/balance?payment_intent=: what a payment has brought so far, `{ amount, fee, net }` in minor units:
 * the sum of the balance transactions of its charges, refunds and disputes.
 */
export function paymentBalance(work: Work, call: Call): Response {
  const { payment_intent: id } = readParams(call.fields, BALANCE_SHAPE);
  work.payment(id, "payment_intent");
  const sum = (field: string): string => `coalesce(sum(json_extract(body, '$.${field}')), 0) AS ${field}`;
  // The plus takes the column's affinity away, with which SQLite could not search the expression's index.
  const query =
    `SELECT ${["amount", "fee", "net"].map(sum).join(", ")} FROM objects INDEXED BY balance_transactions_by_source ` +
    "WHERE kind = 'balance_transaction' AND json_extract(body, '$.source') IN (SELECT +id FROM objects WHERE payment_intent = ?)";
  return Response.json(work.store.sql.exec(query, id).one());
}
