import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import type { EventEnvelope } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { sendOnce } from "./send-once.ts";

/** One mail to each address of the shop's staff; the event counts as processed with the last one. */
export async function mailStaff(
  ctx: Ctx,
  envelope: EventEnvelope,
  about: { template: string; orderId: string },
  make: (to: string) => Promise<Mail>,
): Promise<void> {
  const before = deriveCtx(ctx, { delivery: undefined });
  const addresses = ctx.config.STAFF_EMAILS;
  for (const [index, to] of addresses.entries()) {
    await sendOnce(
      index === addresses.length - 1 ? ctx : before,
      { eventId: envelope.id, template: `${about.template}-${index + 1}`, orderId: about.orderId },
      await make(to),
    );
  }
}
