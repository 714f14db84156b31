import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, type Statement } from "../../platform/db.ts";
import type { EventEnvelope } from "../../platform/events.ts";
import { firstIdAt } from "../../platform/ids.ts";
import type { Position } from "../../platform/pagination.ts";
import { eventReplays } from "./replays.table.ts";

export interface ReplayRow {
  id: string;
  subscriber: string;
  from_at: string;
  to_at: string;
  again: 0 | 1;
  status: "running" | "done";
  total: number;
  taken: number;
  skipped: number;
  position: string;
  created_at: string;
  finished_at: string | null;
  /** Events that it has handed on and the subscriber is not through with. */
  waiting: number;
}

const WAITING = sql`(SELECT COUNT(*) FROM event_retries e WHERE e.replay_id = r.id) AS waiting`;

/** Ids are made a moment after or before `occurred_at`: the range of ids is this much wider than that of times. */
const SLACK_SECONDS = 60;

/** The events of a time range; ids are in the order of time, so their index is the way there. */
function inRange(type: string, from: string, to: string) {
  const first = firstIdAt(addSeconds(new Date(from), -SLACK_SECONDS));
  const last = firstIdAt(addSeconds(new Date(to), SLACK_SECONDS));
  return sql`id >= ${first} AND id < ${last} AND type = ${type} AND occurred_at >= ${from} AND occurred_at < ${to}`;
}

export async function countEvents(
  ctx: Ctx,
  { type, from, to }: { type: string; from: string; to: string },
): Promise<number> {
  const [row] = await ctx.db.all<{ n: number }>(
    sql`SELECT COUNT(*) AS n FROM outbox WHERE ${inRange(type, from, to)}`,
  );
  return row?.n ?? 0;
}

export interface PastEvent extends Required<EventEnvelope> {
  isProcessed: boolean;
}

/** The next events of a replay, in the order of their ids. */
export async function findNextEvents(
  ctx: Ctx,
  replay: ReplayRow,
  type: string,
  limit: number,
): Promise<PastEvent[]> {
  const rows = await ctx.db.all<
    Omit<PastEvent, "payload" | "isProcessed"> & { payload: string; processed: 0 | 1 }
  >(sql`
    SELECT id, type, version, occurred_at, payload,
      EXISTS (SELECT 1 FROM processed_events p WHERE p.subscriber = ${replay.subscriber} AND p.event_id = outbox.id) AS processed
    FROM outbox WHERE id > ${replay.position} AND ${inRange(type, replay.from_at, replay.to_at)}
    ORDER BY id LIMIT ${limit}`);
  return rows.map(({ processed, payload, ...row }) => ({
    ...row,
    payload: JSON.parse(payload) as unknown,
    isProcessed: processed === 1,
  }));
}

export function insertReplayStmt(row: typeof eventReplays.$inferInsert): Statement {
  return insertRows(eventReplays, [row]);
}

export async function findReplay(ctx: Ctx, id: string): Promise<ReplayRow | undefined> {
  return (await ctx.db.all<ReplayRow>(sql`SELECT r.*, ${WAITING} FROM event_replays r WHERE id = ${id}`))[0];
}

/** A page of replays, the latest first. */
export async function findReplays(
  ctx: Ctx,
  page: { after: Position | undefined; limit: number },
): Promise<ReplayRow[]> {
  const { after } = page;
  const where = after ? sql`(created_at, id) < (${after.value}, ${after.id})` : sql`true`;
  return ctx.db.all<ReplayRow>(sql`
    SELECT r.*, ${WAITING} FROM event_replays r WHERE ${where}
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`);
}

/** Those that are not done, the oldest first. */
export async function findRunningReplays(ctx: Ctx): Promise<ReplayRow[]> {
  return ctx.db.all<ReplayRow>(
    sql`SELECT r.*, ${WAITING} FROM event_replays r WHERE status = 'running' ORDER BY id LIMIT 20`,
  );
}

/** The NOT NULL that a replay violates which somebody else has taken further. */
export const REPLAY_MOVED = "event_replays.position";

/** Hands events to the replay's subscriber, and notes how far it is. With `again`, as if it had not processed them. */
export function takeStmts(
  ctx: Ctx,
  replay: ReplayRow,
  { events, skipped, position }: { events: readonly EventEnvelope[]; skipped: number; position: string },
): Statement[] {
  const at = isoTime(ctx.now());
  const { id: replayId, subscriber } = replay;
  const ids = inList(events.map((event) => event.id));
  return [
    sql`UPDATE event_replays SET position = CASE WHEN position = ${replay.position} THEN ${position} END,
          taken = taken + ${events.length + skipped}, skipped = skipped + ${skipped} WHERE id = ${replayId}`,
    ...(replay.again === 1
      ? [sql`DELETE FROM processed_events WHERE subscriber = ${subscriber} AND event_id IN ${ids}`]
      : []),
    // From row to row: bound as a value, the payloads of many may be more than D1 takes.
    sql`INSERT INTO event_retries (event_id, subscriber, message, attempts, due_at, sent_at, replay_id, created_at)
        SELECT id, ${subscriber}, json_object('id', id, 'type', type, 'version', version, 'occurred_at', occurred_at, 'payload', json(payload)),
          0, ${at}, ${at}, ${replayId}, ${at}
        FROM outbox WHERE id IN ${ids} ON CONFLICT DO NOTHING`,
  ];
}

/** A replay is done when it came to the end and nothing that it handed on is open. */
export function finishReplayStmt(ctx: Ctx, id: string): Statement {
  return sql`UPDATE event_replays SET status = 'done', finished_at = ${isoTime(ctx.now())}
    WHERE id = ${id} AND status = 'running' AND NOT EXISTS (SELECT 1 FROM event_retries e WHERE e.replay_id = ${id})`;
}
