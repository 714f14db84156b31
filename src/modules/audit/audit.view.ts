import type { z } from "zod";
import type { AuditRow } from "./audit.repo.ts";
import type { auditEntrySchema } from "./audit.schema.ts";

/** A row as answers show it. A row that somebody has altered by hand is shown as it is; verifying tells of it. */
export function auditEntryView(row: AuditRow): z.input<typeof auditEntrySchema> {
  const { credential_kind: kind, credential_id: id } = row;
  return {
    seq: row.seq,
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind as never, id: row.actor_id },
    credential: kind === null || id === null ? null : { kind: kind as never, id },
    request_id: row.request_id,
    action: row.action,
    entity: row.entity,
    entity_id: row.entity_id,
    before: parsed(row.before),
    after: parsed(row.after),
    erased_at: row.erased_at,
    sealed: row.chain_hash !== null,
  };
}

/** Somebody may have written what is no text, or no JSON. */
function parsed(json: unknown): unknown {
  try {
    return typeof json === "string" ? JSON.parse(json) : null;
  } catch {
    return null;
  }
}
