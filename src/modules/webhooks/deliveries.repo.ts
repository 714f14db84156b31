import { type SQL, sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, insertRows, readBatch, type Statement } from "../../platform/db.ts";
import type { EndpointRow } from "./endpoints.repo.ts";
import { type DeliveryStatus, webhookAttempts } from "./webhooks.table.ts";

export interface DeliveryRow {
  id: string;
  message_id: string;
  endpoint_id: string;
  type: string;
  status: DeliveryStatus;
  attempts: number;
  tries: number;
  due_at: string;
  lease_until: string | null;
  response_status: number | null;
  error: string | null;
  created_at: string;
  finished_at: string | null;
}

export interface AttemptRow {
  number: number;
  at: string;
  status: number | null;
  duration_ms: number | null;
  error: string | null;
  response: string | null;
}

/** A delivery with all that it takes to make it. */
export interface DeliveryWork {
  delivery: DeliveryRow;
  /** Null when the person that it tells of was erased. */
  body: string | null;
  /** Undefined when it was deleted. */
  endpoint: EndpointRow | undefined;
}

/** How long a run may take to call an endpoint and write down what it said, before others take it for dead. */
const LEASE_SECONDS = 60;
/** What the queue was told and has not done after this long is taken for lost. */
export const LOST_AFTER_SECONDS = 60;
/** Clocks of different machines are not quite alike. */
const CLOCK_SKEW_SECONDS = 2;
/** Calls of one endpoint at the same time. */
const MOST_PARALLEL = 5;

export const COLUMNS = sql.raw(
  "id, message_id, endpoint_id, type, status, attempts, tries, due_at, lease_until, response_status, error, created_at, finished_at",
);

/** When what the queue is told now is taken for lost. */
export function lostAt(at: Date): string {
  return isoTime(addSeconds(at, LOST_AFTER_SECONDS));
}

/** These deliveries, with their bodies and endpoints. */
export async function readWork(ctx: Ctx, ids: readonly string[]): Promise<DeliveryWork[]> {
  const which = sql`(SELECT endpoint_id FROM webhook_deliveries WHERE id IN ${inList(ids)})`;
  const [deliveries, endpoints] = await readBatch<[DeliveryRow & { body: string | null }, EndpointRow]>(
    ctx.env.DB,
    [
      sql`SELECT ${COLUMNS}, (SELECT body FROM webhook_messages WHERE id = message_id) AS body
        FROM webhook_deliveries WHERE id IN ${inList(ids)} ORDER BY created_at, id`,
      sql`SELECT * FROM webhook_endpoints WHERE id IN ${which}`,
    ],
  );
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return deliveries.map(({ body, ...delivery }) => ({
    delivery,
    body,
    endpoint: byId.get(delivery.endpoint_id),
  }));
}

/** Whether a delivery is to be made now, as far as it was read. */
export function isDue(ctx: Ctx, { status, due_at, lease_until }: DeliveryRow): boolean {
  const latest = isoTime(addSeconds(ctx.now(), CLOCK_SKEW_SECONDS));
  return status === "pending" && due_at <= latest && (lease_until ?? "") <= isoTime(ctx.now());
}

/**
 * Takes a delivery: the first statement changes its row only for one of those who try, while few others call the endpoint, and while that
 * is as it was read: a URL or secret that was changed, or an endpoint that was disabled, is not used any more. The second notes the attempt;
 * it stays as it is when the run is cut off, and the next try is then due `delay` seconds from now, as after any that failed.
 */
export function claimStmts(
  ctx: Ctx,
  { id, endpoint_id, attempts }: DeliveryRow,
  endpointVersion: number,
  delay: number,
): Statement[] {
  const at = (seconds: number) => isoTime(addSeconds(ctx.now(), seconds));
  const now = at(0);
  const until = at(LEASE_SECONDS);
  return [
    sql`UPDATE webhook_deliveries SET attempts = attempts + 1, tries = tries + 1, lease_until = ${until}, due_at = ${at(delay)},
        resend_at = ${at(Math.max(LEASE_SECONDS, delay))}
      WHERE id = ${id} AND status = 'pending' AND attempts = ${attempts}
        AND (SELECT version FROM webhook_endpoints WHERE id = ${endpoint_id}) = ${endpointVersion}
        AND ${MOST_PARALLEL} >
          (SELECT COUNT(*) FROM webhook_deliveries l WHERE l.endpoint_id = ${endpoint_id} AND l.lease_until > ${now})`,
    insertRows(
      webhookAttempts,
      [{ deliveryId: id, number: attempts + 1, at: now, error: "the attempt was cut off" }],
      sql`AND EXISTS (SELECT 1 FROM webhook_deliveries WHERE id = ${id} AND attempts = ${attempts + 1} AND lease_until = ${until})
        ON CONFLICT DO NOTHING`,
    ),
  ];
}

/** What came of an attempt. */
export interface AttemptResult {
  status: number | null;
  durationMs: number;
  error: string | null;
  response: string | null;
}

/** Writes down what came of an attempt. An answer is not kept once the person was erased that it may repeat. */
export function attemptStmt(deliveryId: string, number: number, result: AttemptResult): Statement {
  return sql`UPDATE webhook_attempts SET status = ${result.status}, duration_ms = ${result.durationMs}, error = ${result.error},
      response = CASE WHEN (SELECT body FROM webhook_messages m JOIN webhook_deliveries d ON d.message_id = m.id
        WHERE d.id = ${deliveryId}) IS NOT NULL THEN ${result.response} END
    WHERE delivery_id = ${deliveryId} AND number = ${number}`;
}

/** It has arrived, whoever else may be trying by now. */
export function succeededStmt(ctx: Ctx, deliveryId: string, status: number | null): Statement {
  return sql`UPDATE webhook_deliveries SET status = 'succeeded', response_status = ${status}, error = NULL, lease_until = NULL,
      finished_at = ${isoTime(ctx.now())} WHERE id = ${deliveryId}`;
}

/** It has not. The next try is at `next`; without, there is none. Changes nothing when another run has taken over since attempt `number`. */
export function notDeliveredStmt(
  ctx: Ctx,
  deliveryId: string,
  number: number,
  result: Pick<AttemptResult, "status" | "error">,
  next: { dueAt: string; resendAt: string } | undefined,
): Statement {
  return sql`UPDATE webhook_deliveries SET response_status = ${result.status}, error = ${result.error}, lease_until = NULL,
      status = ${next ? "pending" : "failed"}, finished_at = ${next ? null : isoTime(ctx.now())},
      due_at = COALESCE(${next?.dueAt ?? null}, due_at), resend_at = COALESCE(${next?.resendAt ?? null}, resend_at)
    WHERE id = ${deliveryId} AND attempts = ${number} AND status = 'pending'`;
}

/** Gives up what cannot be delivered any more. */
export function giveUpStmt(ctx: Ctx, which: SQL, error: string): Statement {
  return sql`UPDATE webhook_deliveries SET status = 'failed', error = ${error}, lease_until = NULL, finished_at = ${isoTime(ctx.now())}
    WHERE +status = 'pending' AND ${which}`;
}

export function oneDelivery(id: string): SQL {
  return sql`id = ${id}`;
}

/** Pending deliveries of an endpoint, so many at a time. */
export function pendingOf(endpointId: string, limit: number): SQL {
  return sql`id IN (SELECT id FROM webhook_deliveries INDEXED BY webhook_deliveries_pending
    WHERE endpoint_id = ${endpointId} AND status = 'pending' LIMIT ${limit})`;
}

/** Pending deliveries of endpoints that are gone, so many at a time. */
export function pendingOfNobody(limit: number): SQL {
  return sql`id IN (SELECT id FROM webhook_deliveries WHERE status = 'pending'
    AND endpoint_id NOT IN (SELECT id FROM webhook_endpoints) LIMIT ${limit})`;
}

/**
 * What the queue is to be told (again): of each endpoint that may be called the longest due, up to `limit`, and only a few where one after
 * another failed.
 */
export async function findUnsent(ctx: Ctx, limit: number): Promise<string[]> {
  const now = isoTime(ctx.now());
  const endpoints = await ctx.db.all<{ id: string; failures: number }>(sql`
    SELECT id, failures FROM webhook_endpoints e WHERE status = 'enabled' AND (paused_until IS NULL OR paused_until <= ${now})
      AND EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = e.id AND status = 'pending' AND resend_at <= ${now})`);
  if (endpoints.length === 0) return [];
  const found = await readBatch<{ id: string }[]>(
    ctx.env.DB,
    endpoints.map(
      ({
        id,
        failures,
      }) => sql`SELECT id FROM webhook_deliveries WHERE endpoint_id = ${id} AND status = 'pending' AND resend_at <= ${now}
        ORDER BY resend_at LIMIT ${failures < FAILING ? limit : TRIALS}`,
    ),
  );
  return found.flat().map((row) => row.id);
}

/** From so many failures in a row on an endpoint is only tried. */
const FAILING = 5;
const TRIALS = 5;

/** The queue was told of these: they are not sent again before it had its time. */
export function resentStmt(ctx: Ctx, ids: readonly string[]): Statement {
  const until = isoTime(addSeconds(ctx.now(), 5 * LOST_AFTER_SECONDS));
  return sql`UPDATE webhook_deliveries SET resend_at = ${until} WHERE +status = 'pending' AND id IN ${inList(ids)}`;
}
