import { auditKeys } from "../../platform/audit-signature.ts";
import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { findLastNumber, findLastSealed, findRowsFrom } from "./audit.repo.ts";
import { type ChainHead, readHead } from "./chain-head.ts";
import { missing, walkChain } from "./examine-chain.ts";
import type { Breach } from "./examine-row.ts";

const ROWS_A_READ = 250;

export interface Verification {
  /** Nothing is wrong in this range. */
  verified: boolean;
  /** The numbers that were looked at. */
  from: number;
  to: number;
  rows: number;
  /** The range reaches to the end of the log. */
  complete: boolean;
  /** Where to go on when it does not. */
  next: number | undefined;
  breaches: Breach[];
}

/**
 * Looks whether rows were removed, altered, added or put into another order: up to `limit` rows from the number `from` on. What a call does
 * not reach, the next one with `from = next` does. Rows that are written meanwhile do not disturb it.
 * @throws auth.forbidden; service.unavailable when the end of the chain cannot be read
 */
export async function verifyAudit(
  ctx: Ctx,
  { from, limit }: { from: number; limit: number },
): Promise<Verification> {
  requirePermission(ctx, "audit:read");
  const keys = await auditKeys(ctx.config);
  // In this order: whatever these know of must be in what is read afterwards.
  const head = (await readHead(ctx))?.head;
  const last = Math.max(await findLastNumber(ctx), head?.seq ?? 0);
  const walk = walkChain(keys, from, head);
  let rows = 0;
  let complete = false;
  while (rows < limit && !complete) {
    const wanted = Math.min(ROWS_A_READ, limit - rows);
    const page = await findRowsFrom(ctx, walk.expected, wanted);
    await walk.follow(page.previous, page.rows);
    rows += page.rows.length;
    complete = page.rows.length < wanted || walk.expected > last;
  }
  const breaches = [...walk.breaches];
  if (complete && walk.expected <= last) breaches.push(missing(walk.expected, last, "truncated"));
  const to = complete ? Math.max(last, walk.expected - 1) : walk.expected - 1;
  breaches.push(...breaksOf(head, { from, to, complete }));
  if (complete && head === undefined) breaches.push(...(await missingHead(ctx)));
  breaches.sort((a, b) => a.seq - b.seq);
  const next = complete ? undefined : walk.expected;
  return { verified: breaches.length === 0, from, to, rows, complete, next, breaches };
}

/** What the sealing found out about the range, which the rows no longer show. */
function breaksOf(
  head: ChainHead | undefined,
  range: { from: number; to: number; complete: boolean },
): Breach[] {
  const found = (head?.breaks ?? []).filter(
    ({ seq }) => seq >= range.from && (seq <= range.to || range.complete),
  );
  return found.map(({ at, seq, resumed_from }) => ({
    seq,
    to_seq: seq,
    id: null,
    kind: "rolled_back",
    detail: `Rows had been sealed up to ${seq}, but on ${at} the database did not hold this end. It was sealed on from ${resumed_from}.`,
  }));
}

async function missingHead(ctx: Ctx): Promise<Breach[]> {
  const sealed = await findLastSealed(ctx);
  if (!sealed) return [];
  const detail = "The end of the chain that is kept outside the database is gone.";
  return [{ seq: sealed.seq, to_seq: sealed.seq, id: null, kind: "head_missing", detail }];
}
