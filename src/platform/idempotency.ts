import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "./clock.ts";
import type { Ctx } from "./ctx.ts";
import { sha256Hex } from "./crypto.ts";
import { insertRows, type Statement } from "./db.ts";
import { defineError } from "./errors.ts";
import { idempotencyKeys } from "./platform.table.ts";

/** How long a key is remembered, and how long a request may run before a retry takes it over. */
const KEPT_SECONDS = 24 * 60 * 60;
const LOCK_SECONDS = 30;

export const idempotencyKeyMissing = defineError(
  "idempotency.key_missing",
  400,
  "An Idempotency-Key is required",
);
export const idempotencyKeyReused = defineError(
  "idempotency.key_reused",
  422,
  "The key was used for another request",
);
export const idempotencyKeyInUse = defineError(
  "idempotency.in_progress",
  409,
  "The first request with this key is still running",
);
export const idempotencyAnswerLost = defineError(
  "idempotency.answer_lost",
  409,
  "The first request was carried out, but its answer was lost",
);

/** A request under an Idempotency-Key. `recorded` turns true when its row is in the database. */
export interface IdempotencyClaim {
  readonly scope: string;
  readonly key: string;
  readonly requestHash: string;
  recorded: boolean;
  /** What the request made, stored with the claim so that a retry can go on from there. */
  resourceId?: string;
}

/** The stored answer of a completed request. */
export interface StoredReply {
  status: number;
  body: unknown;
  headers: Record<string, string>;
}

export interface IdempotencyRow {
  request_hash: string;
  state: "in_progress" | "completed";
  resource_id: string | null;
  response: string | null;
  locked_until: string;
}

/** The claim of a request: the scope keeps callers and routes apart, the hash tells other bodies from retries. */
export async function claimOf(scope: string, key: string, fingerprint: string): Promise<IdempotencyClaim> {
  return { scope, key, requestHash: await sha256Hex(fingerprint), recorded: false };
}

/** Reads the row of a claim; made to fit into a batch. */
export function findClaimStmt(claim: IdempotencyClaim): Statement {
  return sql`SELECT request_hash, state, resource_id, response, locked_until FROM idempotency_keys
             WHERE scope = ${claim.scope} AND key = ${claim.key}`;
}

/** Inserts the claim; its primary key is the lock: the loser of a race violates it. */
export function claimStmt(ctx: Ctx, claim: IdempotencyClaim): Statement {
  const now = ctx.now();
  return insertRows(idempotencyKeys, [
    {
      scope: claim.scope,
      key: claim.key,
      requestHash: claim.requestHash,
      state: "in_progress",
      resourceId: claim.resourceId ?? null,
      lockedUntil: isoTime(addSeconds(now, LOCK_SECONDS)),
      createdAt: isoTime(now),
      expiresAt: isoTime(addSeconds(now, KEPT_SECONDS)),
    },
  ]);
}

/** Stores the answer, to be replayed. */
export function completeClaimStmt(claim: IdempotencyClaim, reply: StoredReply): Statement {
  return sql`UPDATE idempotency_keys SET state = 'completed', response = ${JSON.stringify(reply)}
             WHERE scope = ${claim.scope} AND key = ${claim.key}`;
}

/** Extends the lock of a claim whose first run seems dead. Zero changed rows: somebody else did it first. */
export function takeOverClaimStmt(ctx: Ctx, claim: IdempotencyClaim, seenLock: string): Statement {
  return sql`UPDATE idempotency_keys SET locked_until = ${isoTime(addSeconds(ctx.now(), LOCK_SECONDS))}
             WHERE scope = ${claim.scope} AND key = ${claim.key} AND state = 'in_progress' AND locked_until = ${seenLock}`;
}

/** Ends the lock early, so that a retry need not wait: the request failed in a way that a retry may mend. */
export function unlockClaimStmt(ctx: Ctx, claim: IdempotencyClaim): Statement {
  return sql`UPDATE idempotency_keys SET locked_until = ${isoTime(ctx.now())}
             WHERE scope = ${claim.scope} AND key = ${claim.key} AND state = 'in_progress'`;
}

/** What a found row means for a repeated request: replay its answer, or go on with the resource it made. */
export type Found = { replay: StoredReply } | { resume: { resourceId: string | null; lockedUntil: string } };

/**
 * @throws idempotency.key_reused when the key came with another body
 * @throws idempotency.in_progress while the first request holds the lock
 */
export function examineClaim(ctx: Ctx, claim: IdempotencyClaim, row: IdempotencyRow): Found {
  if (row.request_hash !== claim.requestHash) {
    throw idempotencyKeyReused(
      "This Idempotency-Key was used with another request. Use a new key for a new request.",
    );
  }
  if (row.state === "completed" && row.response !== null) {
    return { replay: JSON.parse(row.response) as StoredReply };
  }
  if (row.locked_until > isoTime(ctx.now())) throw idempotencyInProgress();
  return { resume: { resourceId: row.resource_id, lockedUntil: row.locked_until } };
}

/** The 409 for a request whose twin is still running. */
export function idempotencyInProgress(): Error {
  return idempotencyKeyInUse("A request with this Idempotency-Key is being processed. Retry in a moment.", {
    headers: { "Retry-After": "1" },
  });
}

/** Deletes what is past its 24 hours, at most so many. */
export function deleteExpiredClaimsStmt(ctx: Ctx, limit: number): Statement {
  return sql`DELETE FROM idempotency_keys WHERE (scope, key) IN
    (SELECT scope, key FROM idempotency_keys WHERE expires_at < ${isoTime(ctx.now())} LIMIT ${limit})`;
}
