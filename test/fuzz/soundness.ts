import { sleep } from "../../scripts/lib/terminal.ts";
import { breaches } from "../support/invariants.ts";
import type { World } from "./world.ts";

const PATIENCE_MS = 60_000;
const SHOWN = 10;
/** The error of dead letters that the run has made itself. */
export const PUT_HERE = "put here by the fuzzer";
/** Sent again when its lease is over, as the sweeper does after some minutes. */
const LATER = `UPDATE outbox SET resend_at = NULL, occurred_at = strftime('%Y-%m-%dT%H:%M:%fZ', occurred_at, '-10 minutes')
  WHERE delivered_at IS NULL`;

/** What is under way: events that are neither delivered nor waiting for their next try nor dead letters, and Stripe's. */
const UNDER_WAY = `SELECT (SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL) AS events,
  (SELECT COUNT(*) FROM stripe_events WHERE processed_at IS NULL) AS stripe_events`;

/** Events that a subscriber cannot do. Stage scripts put letters of their own there. */
const STUCK: Readonly<Record<string, string>> = {
  "a subscriber fails":
    "SELECT subscriber, MIN(last_error) AS error, COUNT(*) AS events FROM event_retries GROUP BY subscriber",
  "a letter is dead": `SELECT subscriber, type, error, COUNT(*) AS letters FROM dead_letters
    WHERE status = 'open' AND error <> '${PUT_HERE}' GROUP BY 1, 2, 3`,
};

/** What is wrong in the shop's books after everything that is under way has come through; empty when nothing is. */
export async function unsoundness(world: World): Promise<string[]> {
  const left = await comeToRest(world);
  const db = await world.db();
  const query = async <Row>(sql: string) => (await db.prepare(sql).all<Row>()).results;
  const found = await breaches(query, { atRest: false });
  for (const [breach, sql] of Object.entries(STUCK)) {
    for (const row of await query(sql)) found.push(`${breach}: ${JSON.stringify(row)}`);
  }
  return [...found.slice(0, SHOWN), ...left];
}

async function comeToRest(world: World): Promise<string[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    await world.sweep();
    const db = await world.db();
    const row = await db.prepare(UNDER_WAY).first<{ events: number; stripe_events: number }>();
    const left = (row?.events ?? 1) + (row?.stripe_events ?? 1);
    if (left === 0) return [];
    if (Date.now() > until) return [`not everything came through: ${JSON.stringify(row)}`];
    await sleep(500);
    if (Date.now() > until - PATIENCE_MS / 2) await db.prepare(LATER).run();
  }
}
