import { sql } from "drizzle-orm";
import { type AuditEntry, auditRow } from "./audit-row.ts";
import { isoTime } from "./clock.ts";
import type { Ctx } from "./ctx.ts";
import { insertRows, prepareStatement, type Statement } from "./db.ts";
import { conflict, type DomainError } from "./errors.ts";
import type { DomainEvent } from "./events.ts";
import { claimStmt, idempotencyInProgress } from "./idempotency.ts";
import { envelopesOf, relay } from "./outbox.ts";
import { alerts, auditLog, outbox, processedEvents } from "./platform.table.ts";

export type { AuditEntry } from "./audit-row.ts";

/**
 * Something that a person of the shop should look at. Kept, and logged as an error with its code, once for each code and entity.
 * Details hold ids, amounts and codes, nothing about a person.
 */
export interface Alert {
  code: string;
  entity: string;
  entityId: string;
  details: Record<string, unknown>;
}

export interface Work {
  statements: Statement[];
  audit?: AuditEntry | AuditEntry[];
  alerts?: Alert[];
  events?: DomainEvent[];
  /**
   * What a violated constraint means here, by its name as SQLite reports it: the CHECK's name,
   * "table.column, table.column" of a UNIQUE, "table.column" of a NOT NULL, or "FOREIGN KEY".
   */
  constraints?: Record<string, () => DomainError | Error>;
}

/** Says 1 once something was changed while a dump is made (docs/architecture/backups.md). */
const IS_NOTED = sql`EXISTS (SELECT 1 FROM backup_changes) AS is_noted`;
const NOTED_CHANGES = sql`SELECT ${IS_NOTED}`;
/** The same from a statement that is there anyway; those before it have noted what they changed. */
const RETURNING_NOTED = sql`RETURNING ${IS_NOTED}`;

/** Thrown by `commit` when an event was processed before: the delivery is a duplicate and may be acknowledged. */
export class AlreadyProcessed extends Error {}

/**
 * The only way to write to the main database: one atomic batch of the statements, the alerts, the audit rows, the outbox rows,
 * the idempotency row of the request and the processed-event rows of the delivery. Everything happens or nothing does.
 * Returns how many rows each of `work.statements` changed. After it the events are relayed without delaying the caller.
 * @throws the error that `work.constraints` names for a violated constraint; resource.conflict for any other UNIQUE
 */
export async function commit(ctx: Ctx, work: Work): Promise<number[]> {
  const now = isoTime(ctx.now());
  const envelopes = envelopesOf(ctx, work.events ?? []);
  const guards = guardStmts(ctx, now);
  const audit = work.audit === undefined ? [] : [work.audit].flat();
  const auditRows = await Promise.all(audit.map((entry) => auditRow(ctx, now, entry)));
  const raised = work.alerts ?? [];
  const outboxRows = envelopes.map(({ occurred_at, ...rest }) => ({ ...rest, occurredAt: occurred_at }));
  const statements = [
    ...guards,
    ...work.statements,
    ...raised.map((alert) => alertStmt(ctx, now, alert)),
    ...(auditRows.length > 0 ? [insertRows(auditLog, auditRows)] : []),
    ...(outboxRows.length > 0 ? [insertRows(outbox, outboxRows, RETURNING_NOTED)] : [NOTED_CHANGES]),
  ];
  if (statements.length === 1 && outboxRows.length === 0) return [];
  let results: D1Result[];
  try {
    results = await ctx.env.DB.batch(statements.map((statement) => prepareStatement(ctx.env.DB, statement)));
  } catch (error) {
    throw domainErrorOf(error, work);
  }
  if (ctx.idempotency) ctx.idempotency.recorded = true;
  if (ctx.delivery) ctx.delivery.recorded = true;
  // D1 counts what triggers write, too. While a dump is made they write a row for each that is changed; an odd number comes from a table
  // that has no such triggers: the dump's own, or one that a migration has made meanwhile.
  const [last] = results.at(-1)?.results ?? [];
  const isNoted = (last as { is_noted: number } | undefined)?.is_noted === 1;
  const changed = results
    .slice(guards.length)
    .map(({ meta: { changes } }) => (isNoted && changes % 2 === 0 ? changes / 2 : changes));
  for (const [index, { code, entity, entityId, details }] of raised.entries()) {
    const isNew = changed[work.statements.length + index] === 1;
    if (isNew) ctx.log.error("alert", { code, entity, entity_id: entityId, ...details });
  }
  if (envelopes.length > 0) ctx.waitUntil(relay(ctx, envelopes));
  return changed.slice(0, work.statements.length);
}

/** The rows that make a repeated request or delivery fail the whole batch. First, so that they are what is reported. */
function guardStmts(ctx: Ctx, now: string): Statement[] {
  const guards: Statement[] = [];
  if (ctx.delivery && !ctx.delivery.recorded) {
    const { subscriber, eventIds } = ctx.delivery;
    const rows = eventIds.map((eventId) => ({ subscriber, eventId, processedAt: now }));
    guards.push(insertRows(processedEvents, rows));
  }
  if (ctx.idempotency && !ctx.idempotency.recorded) guards.push(claimStmt(ctx, ctx.idempotency));
  return guards;
}

/** One that a person has dealt with is raised again when it says something else than then: the same is the same matter. */
const REOPENED = sql`ON CONFLICT (code, entity, entity_id) DO UPDATE
  SET details = excluded.details, created_at = excluded.created_at, resolved_at = NULL, resolved_by = NULL
  WHERE alerts.resolved_at IS NOT NULL AND alerts.details <> excluded.details`;

function alertStmt(ctx: Ctx, createdAt: string, alert: Alert): Statement {
  return insertRows(alerts, [{ id: ctx.newId(), createdAt, ...alert }], REOPENED);
}

const CONSTRAINT =
  /(UNIQUE|CHECK|NOT NULL|FOREIGN KEY) constraint failed(?:: (?!SQLITE_)(.+?))?(?: at offset \d+)?(?:: SQLITE_|$)/;

/** Which constraint a D1 error names, or undefined when it is another kind of error. */
function violatedConstraint(error: unknown): { kind: string; name: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, kind, name] = CONSTRAINT.exec(error.message) ?? [];
  return kind === undefined ? undefined : { kind, name: name ?? kind };
}

function domainErrorOf(error: unknown, work: Work): unknown {
  const violated = violatedConstraint(error);
  if (violated === undefined) return error;
  const { kind, name } = violated;
  if (name.startsWith("processed_events.")) return new AlreadyProcessed("the event was processed before");
  if (name.startsWith("idempotency_keys.")) return idempotencyInProgress();
  const mapped = work.constraints?.[name];
  if (mapped) return mapped();
  if (kind === "UNIQUE")
    return conflict("Another request changed the same thing. Read it again and retry.", { cause: error });
  return error;
}
