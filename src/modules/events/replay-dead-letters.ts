import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { sendMessages } from "../../platform/outbox.ts";
import { allRegistered } from "../../platform/registered.ts";
import {
  type DeadLetterFilter,
  type DeadLetterRow,
  findDeadLetters,
  type Hearer,
  replayStmts,
} from "./dead-letters.repo.ts";
import { envelopeOf } from "./dead-letters.view.ts";
import { notOpen, subscriberUnknown } from "./events.errors.ts";
import { deadLetterOrThrow } from "./list-dead-letters.ts";

/** How many one request hands back. */
const PORTION = 500;

/**
 * Has an event tried anew by the subscriber that it did not get to, with as many tries as a new one. Of parallel replays one counts; a
 * subscriber that has processed the event after all does nothing. If it fails for good it is open again.
 * @throws dead_letter.closed event.subscriber_unknown resource.not_found
 */
export async function replayDeadLetter(ctx: Ctx, id: string): Promise<DeadLetterRow> {
  const row = await deadLetterOrThrow(ctx, id);
  if (row.status !== "open") throw notOpen(`The dead letter is ${row.status}.`);
  if (hearersOf(row).length === 0)
    throw subscriberUnknown(`Nobody hears ${row.type} as ${row.subscriber}. Discard the dead letter.`);
  await replayRows(ctx, [row], id);
  return deadLetterOrThrow(ctx, id);
}

/** The same for up to 500 that are open and match. What nobody hears any more stays open. */
export async function replayDeadLetters(
  ctx: Ctx,
  filter: DeadLetterFilter,
): Promise<{ replayed: number; has_more: boolean }> {
  requirePermission(ctx, "system:admin");
  const found = await findDeadLetters(ctx, "open", filter, { limit: PORTION + 1 });
  const rows = found.slice(0, PORTION);
  const replayed = rows.length === 0 ? 0 : await replayRows(ctx, rows, "many", filter);
  return { replayed, has_more: replayed > 0 && found.length > PORTION };
}

/** Returns how many it has replayed. */
async function replayRows(
  ctx: Ctx,
  rows: readonly DeadLetterRow[],
  entityId: string,
  filter?: DeadLetterFilter,
): Promise<number> {
  const hearers = allHearers();
  const ids = rows.map((row) => row.id);
  const [, replayed = 0] = await commit(ctx, {
    statements: replayStmts(ctx, ids, hearers),
    audit: {
      action: "dead_letter.replay",
      entity: "dead_letter",
      entityId,
      before: { status: "open" },
      after: filter ? { status: "replayed", filter, ids } : { status: "replayed" },
    },
  });
  const messages = rows.flatMap((row) =>
    hearersOf(row).map(({ name }) => ({ body: { ...envelopeOf(row), subscriber: name } })),
  );
  ctx.waitUntil(sendMessages(ctx, messages));
  return replayed;
}

function allHearers(): Hearer[] {
  return allRegistered().subscribers.map(({ name, eventType }) => ({ name, type: eventType }));
}

function hearersOf(row: DeadLetterRow): Hearer[] {
  return allHearers().filter(
    ({ name, type }) => type === row.type && (row.subscriber === "*" || row.subscriber === name),
  );
}
