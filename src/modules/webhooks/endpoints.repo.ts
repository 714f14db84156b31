import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { deleteRow } from "../../platform/replace-row.ts";
import type { SealedSecrets } from "./endpoint-secret.ts";
import { type DisabledReason, type EndpointStatus, webhookEndpoints } from "./webhooks.table.ts";

export interface EndpointRow extends SealedSecrets {
  url: string;
  description: string;
  /** JSON: string[] */
  event_types: string;
  status: EndpointStatus;
  disabled_reason: DisabledReason | null;
  disabled_at: string | null;
  failures: number;
  failing_since: string | null;
  paused_until: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that a change of another version violates. */
export const ENDPOINT_UNCHANGED = "webhook_endpoints.version";
/** The NOT NULL that the insert violates when there are enough of them. */
export const ENDPOINT_LIMIT = "webhook_endpoints.url";
/** The NOT NULL that disabling one violates that is not to be disabled any more. */
export const ENDPOINT_STILL_FAILING = "webhook_deliveries.status";
/** Each event is compared with every endpoint. */
export const MOST_ENDPOINTS = 100;

export function findEndpoint(ctx: Ctx, id: string): Promise<EndpointRow | null> {
  const statement = sql`SELECT * FROM webhook_endpoints WHERE id = ${id}`;
  return prepareStatement(ctx.env.DB, statement).first<EndpointRow>();
}

/** Endpoints by id, from one on. */
export function findEndpoints(ctx: Ctx, page: { after: string; limit: number }): Promise<EndpointRow[]> {
  return ctx.db.all(
    sql`SELECT * FROM webhook_endpoints WHERE id > ${page.after} ORDER BY id LIMIT ${page.limit}`,
  );
}

/** What the enabled endpoints want to hear. */
export function findListeners(ctx: Ctx): Promise<Pick<EndpointRow, "id" | "event_types">[]> {
  return ctx.db.all(sql`SELECT id, event_types FROM webhook_endpoints WHERE status = 'enabled'`);
}

interface NewEndpoint {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  status: EndpointStatus;
  secret: string;
}

/** Inserts an endpoint, and disables it where it begins so; violates ENDPOINT_LIMIT when there are enough. */
export function insertEndpointStmts(ctx: Ctx, endpoint: NewEndpoint): Statement[] {
  const now = isoTime(ctx.now());
  return [
    insertRows(webhookEndpoints, [{ ...endpoint, status: "enabled", createdAt: now, updatedAt: now }]),
    sql`UPDATE webhook_endpoints SET url = CASE WHEN (SELECT COUNT(*) FROM webhook_endpoints) <= ${MOST_ENDPOINTS} THEN url END,
        status = ${endpoint.status}, disabled_reason = ${endpoint.status === "disabled" ? "staff" : null},
        disabled_at = ${endpoint.status === "disabled" ? now : null}
      WHERE id = ${endpoint.id}`,
  ];
}

export interface EndpointChange {
  url: string;
  description: string;
  event_types: string[];
  status: EndpointStatus;
}

/** Changes an endpoint of this version. One that is enabled again or called elsewhere begins anew: what it failed before is forgotten. */
export function updateEndpointStmt(ctx: Ctx, before: EndpointRow, after: EndpointChange): Statement {
  const now = isoTime(ctx.now());
  const isNew = (before.status === "disabled" && after.status === "enabled") || before.url !== after.url;
  const isGone = before.status === "enabled" && after.status === "disabled";
  return sql`UPDATE webhook_endpoints SET url = ${after.url}, description = ${after.description},
      event_types = ${JSON.stringify(after.event_types)}, status = ${after.status},
      disabled_reason = CASE WHEN ${after.status} = 'disabled' THEN COALESCE(disabled_reason, 'staff') END,
      disabled_at = CASE WHEN ${after.status} = 'disabled' THEN ${isGone ? now : before.disabled_at} END,
      failures = CASE WHEN ${isNew ? 1 : 0} THEN 0 ELSE failures END,
      failing_since = CASE WHEN ${isNew ? 0 : 1} THEN failing_since END,
      paused_until = CASE WHEN ${isNew ? 0 : 1} THEN paused_until END,
      updated_at = ${now}, version = CASE WHEN version = ${before.version} THEN version + 1 END
    WHERE id = ${before.id}`;
}

/** What was raised about an endpoint is done with when somebody enables it again or deletes it. */
export function resolveAlertStmt(ctx: Ctx, endpointId: string, actorId: string | null): Statement {
  return sql`UPDATE alerts SET resolved_at = ${isoTime(ctx.now())}, resolved_by = ${actorId}
    WHERE entity_id = ${endpointId} AND code = 'webhook.endpoint_disabled' AND resolved_at IS NULL`;
}

/** The new secret signs first; the one before it until `oldUntil`, if at all. */
export function rotateSecretStmt(
  ctx: Ctx,
  before: EndpointRow,
  secret: string,
  oldUntil: string | undefined,
): Statement {
  return sql`UPDATE webhook_endpoints SET secret = ${secret}, old_secret = ${oldUntil === undefined ? null : before.secret},
      old_secret_until = ${oldUntil ?? null}, updated_at = ${isoTime(ctx.now())},
      version = CASE WHEN version = ${before.version} THEN version + 1 END
    WHERE id = ${before.id}`;
}

export function resealStmt(before: EndpointRow, secret: string): Statement {
  return sql`UPDATE webhook_endpoints SET secret = ${secret} WHERE id = ${before.id} AND secret = ${before.secret}`;
}

/** Old secrets whose time is over. */
export function dropOldSecretsStmt(ctx: Ctx): Statement {
  return sql`UPDATE webhook_endpoints SET old_secret = NULL, old_secret_until = NULL
    WHERE old_secret_until <= ${isoTime(ctx.now())}`;
}

export function deleteEndpointStmts({ id, version }: EndpointRow): Statement[] {
  return deleteRow(webhookEndpoints, "id", id, version);
}

/** The endpoint answered as it should. */
export function recoveredStmt(endpointId: string): Statement {
  return sql`UPDATE webhook_endpoints SET failures = 0, failing_since = NULL, paused_until = NULL
    WHERE id = ${endpointId} AND (failures > 0 OR paused_until IS NOT NULL)`;
}

/** It did not; `pausedUntil`: it is to be left alone. */
export function failedStmt(ctx: Ctx, endpointId: string, pausedUntil: string | undefined): Statement {
  return sql`UPDATE webhook_endpoints SET failures = failures + 1, failing_since = COALESCE(failing_since, ${isoTime(ctx.now())}),
      paused_until = COALESCE(${pausedUntil ?? null}, paused_until)
    WHERE id = ${endpointId}`;
}

/**
 * Disables an endpoint by itself. Violates ENDPOINT_STILL_FAILING when it is disabled already, deleted or called elsewhere by now or, with
 * `failingBefore`, has answered since. That is asked at the row of the delivery, because an endpoint that was deleted has none.
 */
export function disableStmts(
  ctx: Ctx,
  deliveryId: string,
  { id, url }: EndpointRow,
  reason: DisabledReason,
  failingBefore?: string,
): Statement[] {
  const now = isoTime(ctx.now());
  return [
    sql`UPDATE webhook_deliveries SET status = CASE WHEN EXISTS (SELECT 1 FROM webhook_endpoints e
          WHERE e.id = ${id} AND e.url = ${url} AND e.status = 'enabled' 
            AND (${failingBefore ?? null} IS NULL OR e.failing_since <= ${failingBefore ?? null})) THEN status END
        WHERE id = ${deliveryId}`,
    sql`UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = ${reason}, disabled_at = ${now}, updated_at = ${now},
          version = version + 1 WHERE id = ${id}`,
  ];
}
