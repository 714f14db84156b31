import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Job } from "../../platform/jobs.ts";
import {
  findLastRun,
  findUnfinishedPayments,
  keepRunStmts,
  type ReconciliationPosition,
  type ReconciliationRun,
  takeInMissedEvents,
} from "../payments/index.ts";
import { walkIntents } from "./reconcile-intents.ts";
import { reconcileAll, type Tally } from "./reconcile-suspects.ts";

/** A payment that is being made is left to whoever makes it. */
const LEFT_ALONE_SECONDS = 5 * 60;
const UNFINISHED_A_RUN = 50;
const KEPT_DAYS = 90;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Compares the books with Stripe, a bounded part a run: takes in the events that no webhook brought, then looks at
 * Stripe's intents and at our payments that are not done, and brings into line what differs. What that does not put right is raised as an
 * alert. A run that dies is repeated; one that Stripe does not answer keeps what it has done, and fails.
 */
export async function reconcileNow(ctx: Ctx): Promise<string> {
  return reconcileSince(ctx, await findLastRun(ctx));
}

async function reconcileSince(ctx: Ctx, last: ReconciliationRun | undefined): Promise<string> {
  const startedAt = ctx.now();
  const before = addSeconds(startedAt, -LEFT_ALONE_SECONDS);
  const { outage, missed, ...events } = await takeInMissedEvents(ctx, last);
  const tally: Tally = { examined: events.examined, mended: missed, findings: [], outage };
  const position: ReconciliationPosition = { ...last?.position, events: events.position };
  if (!isDown(tally)) position.intents = await walkIntents(ctx, before, position.intents, tally);
  if (!isDown(tally)) position.payments = await walkUnfinished(ctx, before, position.payments, tally);
  const { examined, mended, findings } = tally;
  const run: ReconciliationRun = {
    id: ctx.newId(),
    started_at: isoTime(startedAt),
    finished_at: isoTime(ctx.now()),
    watermark: events.watermark,
    examined,
    mended,
    findings: findings.map(({ code, entity, entityId }) => ({ code, entity, entity_id: entityId })),
    position,
  };
  await commit(ctx, { statements: keepRunStmts(run, addSeconds(startedAt, -KEPT_DAYS * DAY_SECONDS)) });
  if (isDown(tally)) throw tally.outage;
  return `${examined} examined, ${mended} mended, ${findings.length} for a person to decide`;
}

function isDown(tally: Tally): boolean {
  return tally.outage !== undefined;
}

/** Our own payments that are not done, by id. Returns the last one that was looked at, undefined after the last of all. */
async function walkUnfinished(
  ctx: Ctx,
  before: Date,
  after: string | undefined,
  tally: Tally,
): Promise<string | undefined> {
  const payments = await findUnfinishedPayments(ctx, { after, before, limit: UNFINISHED_A_RUN });
  const looked = await reconcileAll(
    ctx,
    payments.map((payment) => ({ intentId: payment.intent_id, orderId: payment.order_id })),
    tally,
  );
  if (looked < payments.length) return payments[looked - 1]?.id ?? after;
  return payments.length < UNFINISHED_A_RUN ? undefined : payments.at(-1)?.id;
}

export const reconcileJob: Job = {
  name: "payments.reconcile",
  description: "Compares the books with Stripe, and brings into line what differs",
  schedule: { everyMinutes: 15 },
  leaseSeconds: 300,
  run: reconcileNow,
};
