import type { Ctx } from "../../platform/ctx.ts";
import type { PaymentIntent } from "./intent-outcome.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

const PAGE = 100;

/** Some of Stripe's intents, newest first. */
export interface IntentsPage {
  intents: PaymentIntent[];
  /** When the newest and the oldest intent can have been made that would be on this page. */
  span: { from: Date; to: Date };
  hasMore: boolean;
}

/** A page of the intents that were made in a span of time, with their charges, from the one after `after` on. */
export async function listIntents(
  ctx: Ctx,
  span: { from: Date; to: Date },
  after: string | undefined,
): Promise<IntentsPage> {
  const list = (startingAfter: string | undefined) =>
    stripeOf(ctx).paymentIntents.list({
      created: { gte: secondsOf(span.from), lte: secondsOf(span.to) },
      limit: PAGE,
      expand: ["data.latest_charge"],
      ...(startingAfter === undefined ? {} : { starting_after: startingAfter }),
    });
  let start = after;
  const answer = await list(after).catch((error: unknown) => {
    if (!isMissing(error, "starting_after")) throw error;
    start = undefined;
    return list(undefined);
  });
  const [newest, oldest] = [answer.data[0], answer.data.at(-1)];
  return {
    intents: answer.data,
    hasMore: answer.has_more,
    span: {
      from: answer.has_more && oldest ? new Date(oldest.created * 1000) : span.from,
      to: start !== undefined && newest ? new Date(newest.created * 1000) : span.to,
    },
  };
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
