import { signContent } from "../../platform/audit-row.ts";
import { auditKeys, type AuditKeys, FIRST_LINK, linkOf } from "../../platform/audit-signature.ts";
import { isoTime } from "../../platform/clock.ts";
import { type Alert, commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { breachAlerts } from "./audit.alerts.ts";
import {
  type AuditRow,
  findLastLegacy,
  findLastSealed,
  findRowsFrom,
  sealStmt,
  signStmts,
  UNSEALED,
} from "./audit.repo.ts";
import { type ChainHead, keepHead, type KnownHead, readHead } from "./chain-head.ts";
import { walkChain } from "./examine-chain.ts";

const ROWS_A_CHUNK = 500;
const CHUNKS_A_RUN = 10;

/** Another run did the same at the same time. */
class SealedMeanwhile extends Error {}

/**
 * Chains the rows that were written since the last sealing, and keeps the end of the chain outside the database. Cut off anywhere, the next
 * run goes on; of parallel runs one gets through. What does not fit is told by alerts, and never sealed over.
 */
export async function sealAudit(ctx: Ctx): Promise<string> {
  let known = (await readHead(ctx)) ?? (await beginChain(ctx));
  let sealed = 0;
  try {
    for (let chunk = 0; chunk < CHUNKS_A_RUN && known; chunk++) {
      const { head } = known;
      const { previous, rows } = await findRowsFrom(ctx, head.seq + 1, ROWS_A_CHUNK);
      if (!isAt(head, previous.at(-1))) known = await recordBreak(ctx, known);
      else if (rows.length === 0) break;
      else {
        const end = await sealRows(ctx, head, previous, rows);
        sealed += rows.length;
        known = await keepHead(ctx, { ...head, ...end }, known.etag);
        if (rows.length < ROWS_A_CHUNK) break;
      }
    }
  } catch (error) {
    if (!(error instanceof SealedMeanwhile)) throw error;
  }
  return `${sealed} rows sealed`;
}

/** Whether the database holds the end of the chain as it is known outside. */
function isAt(head: ChainHead, row: AuditRow | undefined): boolean {
  return head.seq === 0 || (row?.seq === head.seq && row.chain_hash === head.chain_hash);
}

/** The head of a log that has never been sealed, or whose head is lost. */
async function beginChain(ctx: Ctx): Promise<KnownHead | undefined> {
  const end = await findLastSealed(ctx);
  if (!end) {
    const legacy_until = await findLastLegacy(ctx);
    const head = { seq: 0, chain_hash: FIRST_LINK, legacy_until, legacy_from: 0, breaks: [] };
    return keepHead(ctx, head, undefined);
  }
  const lost = { at: isoTime(ctx.now()), ...end, resumed_from: end.seq };
  await commit(ctx, { statements: [], alerts: [breakAlert(lost)] });
  return keepHead(ctx, { ...end, legacy_until: 0, legacy_from: 0, breaks: [lost] }, undefined);
}

/** The end of the chain is not in the database: says so for good, and goes on from where the database is. */
async function recordBreak(ctx: Ctx, { head, etag }: KnownHead): Promise<KnownHead | undefined> {
  const end = (await findLastSealed(ctx)) ?? { seq: 0, chain_hash: FIRST_LINK };
  const broken = {
    at: isoTime(ctx.now()),
    seq: head.seq,
    chain_hash: head.chain_hash,
    resumed_from: end.seq,
  };
  await commit(ctx, { statements: [], alerts: [breakAlert(broken)] });
  const legacy_from = Math.max(head.legacy_from, head.seq);
  return keepHead(ctx, { ...head, ...end, legacy_from, breaks: [...head.breaks, broken] }, etag);
}

function breakAlert({ at, seq, resumed_from }: ChainHead["breaks"][number]): Alert {
  const details = { kind: "rolled_back", sealed_up_to: seq, resumed_from };
  return { code: "audit.breach", entity: "audit_log", entityId: `${seq} on ${at}`, details };
}

/** Writes the links of these rows and returns the last one. */
async function sealRows(
  ctx: Ctx,
  head: ChainHead,
  previous: readonly AuditRow[],
  found: readonly AuditRow[],
): Promise<{ seq: number; chain_hash: string }> {
  const keys = await auditKeys(ctx.config);
  const legacy = await signLegacy(keys, head, found);
  const rows = found.map((row) => ({ ...row, ...legacy.get(row.seq) }));
  const walk = walkChain(keys, head.seq + 1, head);
  await walk.follow(previous, rows);
  const links: { seq: number; chain_hash: string }[] = [];
  let end = { seq: head.seq, chain_hash: head.chain_hash };
  for (const row of rows) {
    // A run that was cut off before it kept the head has left its links.
    const chain_hash = row.chain_hash ?? (await linkOf(keys, end.chain_hash, row));
    if (chain_hash === undefined) throw new Error("The current key seals.");
    end = { seq: row.seq, chain_hash };
    if (row.chain_hash === null) links.push(end);
  }
  await commit(ctx, {
    statements: [...signStmts([...legacy.values()]), ...(links.length === 0 ? [] : [sealStmt(links)])],
    alerts: breachAlerts(walk.breaches),
    constraints: { [UNSEALED]: () => new SealedMeanwhile("the rows are sealed already") },
  });
  return end;
}

/** The signatures that rows of an older release get, by their numbers. */
async function signLegacy(keys: AuditKeys, head: ChainHead, rows: readonly AuditRow[]) {
  const { legacy_from, legacy_until } = head;
  const unsigned = rows.filter(
    (row) => row.row_hash === null && row.seq > legacy_from && row.seq <= legacy_until,
  );
  return new Map(
    await Promise.all(
      unsigned.map(
        async (row) => [row.seq, { seq: row.seq, ...(await signContent(keys, row, row)) }] as const,
      ),
    ),
  );
}
