import { env } from "cloudflare:workers";
import { sealAudit } from "../../src/modules/audit/seal-audit.ts";
import type { BreachKind } from "../../src/modules/audit/examine-row.ts";
import { type AuditEntry, commit } from "../../src/platform/commit.ts";
import { createCtx, type Ctx } from "../../src/platform/ctx.ts";
import { api, asStaff, rows } from "./api.ts";

export interface VerifyAnswer {
  verified: boolean;
  from: number;
  to: number;
  rows: number;
  complete: boolean;
  next?: number;
  breaches_found: number;
  breaches: { seq: number; to_seq: number; id: string | null; kind: BreachKind; detail: string }[];
}

/** A context of the sealing job. */
export function auditCtx(bindings: Env = env, now?: () => Date): Ctx {
  return createCtx(
    bindings,
    { kind: "system", job: "test.audit" },
    { waitUntil: () => undefined, ...(now ? { now } : {}) },
  );
}

/** Begins the log anew, with nothing known of the one before. */
export async function emptyLog(): Promise<void> {
  await rows("DELETE FROM audit_log");
  await rows("DELETE FROM sqlite_sequence WHERE name = 'audit_log'");
  await rows("DELETE FROM alerts");
  await env.BACKUPS.delete("audit/head.json");
}

/** Writes `count` entries through `commit`, of all kinds: with before, after, both, neither. */
export async function writeEntries(count: number): Promise<void> {
  const ctx = auditCtx();
  const entry = (index: number): AuditEntry => ({
    action: "test.change",
    entity: "test",
    entityId: `entity-${index}`,
    ...(index % 4 < 2 ? { before: { name: `name ${index}`, list: [index, null, "ü\u0000\ud800"] } } : {}),
    ...(index % 2 === 0 ? { after: { name: `other ${index}` } } : {}),
  });
  for (let index = 0; index < count; index++) await commit(ctx, { statements: [], audit: entry(index) });
}

export const seal = () => sealAudit(auditCtx());

/** GET /audit/verify, one call. */
export async function verifyRange(query = ""): Promise<VerifyAnswer> {
  const answer = await api<VerifyAnswer>("GET", `/api/v1/audit/verify${query}`, {
    headers: await asStaff(["audit:read"]),
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** What is wrong with the whole log, as "kind seq" or "kind seq-to". */
export async function breaches(limit = 5_000): Promise<string[]> {
  const found: string[] = [];
  for (let from: number | undefined = 1; from !== undefined;) {
    const page = await verifyRange(`?from=${from}&limit=${limit}`);
    if (page.verified !== (page.breaches.length === 0)) throw new Error("verified contradicts the breaches");
    found.push(
      ...page.breaches.map(({ kind, seq, to_seq }) => `${kind} ${seq}${to_seq === seq ? "" : `-${to_seq}`}`),
    );
    from = page.next;
  }
  return found;
}
