import type { Alert } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { isOutage } from "../payments/index.ts";
import { reconcilePayment } from "./reconcile-payment.ts";

const AT_ONCE = 5;

/** A payment at Stripe that is to be compared with the books. */
export interface Suspect {
  intentId: string;
  /** Whose money it is, as far as is known. */
  orderId: string | undefined;
}

/** What a run has done so far. */
export interface Tally {
  examined: number;
  mended: number;
  findings: Alert[];
  /** Stripe does not answer any more: the run ends with what it has done. */
  outage?: unknown;
}

/**
 * Compares payments with Stripe, some at once. Returns how many, which are fewer than all only when Stripe does not answer any more. One that
 * fails in an unforeseen way must not keep the others from being looked at.
 */
export async function reconcileAll(ctx: Ctx, suspects: readonly Suspect[], tally: Tally): Promise<number> {
  for (let start = 0; start < suspects.length; start += AT_ONCE) {
    const some = suspects.slice(start, start + AT_ONCE);
    await Promise.all(some.map((suspect) => reconcileOne(ctx, suspect, tally)));
    if (tally.outage !== undefined) return start;
  }
  return suspects.length;
}

async function reconcileOne(ctx: Ctx, { intentId, orderId }: Suspect, tally: Tally): Promise<void> {
  try {
    const { mended, findings } = await reconcilePayment(ctx, intentId, orderId);
    tally.examined += 1;
    tally.mended += mended ? 1 : 0;
    tally.findings.push(...findings);
  } catch (error) {
    if (isOutage(error)) tally.outage ??= error;
    else ctx.log.error("a payment could not be reconciled", { intent_id: intentId, ...describeError(error) });
  }
}
