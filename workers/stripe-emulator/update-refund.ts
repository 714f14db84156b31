import type { Execution } from "./account.execution.ts";
import { idOf } from "./account.kinds.ts";
import type { REFUND_UPDATE_SHAPE } from "./refund.params.ts";
import { tellRefund } from "./settle-refund.ts";
import { changeMetadata } from "./wire.metadata.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/refunds/:id: only its metadata can change. */
export function updateRefund({ work, id }: Execution, params: Parsed<typeof REFUND_UPDATE_SHAPE>): Outcome {
  const refund = work.get("refund", id);
  const updated = { ...refund, metadata: changeMetadata(refund.metadata ?? {}, params.metadata) };
  const payment = work.payment(idOf(refund.payment_intent) ?? "");
  work.save(updated);
  tellRefund(work, payment, updated, { metadata: refund.metadata });
  return ok(updated);
}
