import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { carryOutRefund } from "./carry-out-refund.ts";
import type { RefundRow } from "./refunds.repo.ts";

/**
 * Asks Stripe for refunds that a change has set aside, for whoever wants to answer what came of it. Never throws: what does not work now
 * is done by the refund's event and the sweeper.
 */
export async function askForRefunds(ctx: Ctx, refundIds: readonly string[]): Promise<RefundRow[]> {
  const refunds: RefundRow[] = [];
  for (const id of refundIds) {
    try {
      refunds.push(await carryOutRefund(ctx, id));
    } catch (error) {
      ctx.log.error("a refund will be carried out later", { refund_id: id, ...describeError(error) });
    }
  }
  return refunds;
}
