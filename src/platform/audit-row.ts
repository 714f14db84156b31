import { auditKeys, type AuditKeys, contentDigest, rowHashOf, type SignedFacts } from "./audit-signature.ts";
import { type Actor, actorId } from "./auth.ts";
import { randomToken } from "./crypto.ts";
import type { Ctx } from "./ctx.ts";
import type { auditLog } from "./platform.table.ts";

/**
 * One line of the audit log: who did what to which entity; actor, time and request id come from the context. What `before` and `after`
 * hold about a person is erased with the person when the entity is a user, a customer or an order.
 */
export interface AuditEntry {
  action: string;
  entity: string;
  entityId: string;
  before?: unknown;
  after?: unknown;
}

const SALT_BYTES = 16;

/** The signed row of an entry. */
export async function auditRow(
  ctx: Ctx,
  at: string,
  entry: AuditEntry,
): Promise<typeof auditLog.$inferInsert> {
  const id = ctx.newId();
  const keys = await auditKeys(ctx.config);
  const { credentialKind, credentialId } = credentialOf(ctx.actor);
  const { action, entity, entityId } = entry;
  const content = { before: jsonOf(entry.before), after: jsonOf(entry.after) };
  const signed = await signContent(keys, content, {
    id,
    at,
    actor_kind: ctx.actor.kind,
    actor_id: actorId(ctx.actor),
    credential_kind: credentialKind,
    credential_id: credentialId,
    request_id: ctx.requestId,
    action,
    entity,
    entity_id: entityId,
  });
  return {
    id,
    at,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    credentialKind,
    credentialId,
    requestId: ctx.requestId,
    action,
    entity,
    entityId,
    ...content,
    salt: signed.salt,
    beforeDigest: signed.before_digest,
    afterDigest: signed.after_digest,
    rowHash: signed.row_hash,
  };
}

/** What signing adds to a row, in the database's names. */
export interface Signed {
  salt: string | null;
  before_digest: string | null;
  after_digest: string | null;
  row_hash: string;
}

/** Signs the facts of a row together with its content. The salt is null where there is no content. */
export async function signContent(
  keys: AuditKeys,
  content: { before: string | null; after: string | null },
  facts: Omit<SignedFacts, "before_digest" | "after_digest">,
): Promise<Signed> {
  const { before, after } = content;
  const salt = before === null && after === null ? null : randomToken(SALT_BYTES);
  const digestOf = async (json: string | null) =>
    json === null || salt === null ? null : contentDigest(salt, json);
  const [before_digest, after_digest] = await Promise.all([digestOf(before), digestOf(after)]);
  const row_hash = await rowHashOf(keys, { ...facts, before_digest, after_digest });
  if (row_hash === undefined) throw new Error("The current key signs.");
  return { salt, before_digest, after_digest, row_hash };
}

/** Which login or key the actor used; jobs, queues and guests have none. */
function credentialOf(actor: Actor) {
  if (actor.kind === "user") return { credentialKind: "session", credentialId: actor.sessionId } as const;
  if (actor.kind === "api_key") return { credentialKind: "api_key", credentialId: actor.id } as const;
  return { credentialKind: null, credentialId: null };
}

function jsonOf(content: unknown): string | null {
  return content == null ? null : JSON.stringify(content);
}
