import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { checkNightly } from "../../src/modules/audit/check-nightly.ts";
import { sealAudit } from "../../src/modules/audit/seal-audit.ts";
import { verifyAudit } from "../../src/modules/audit/verify-audit.ts";
import { commit } from "../../src/platform/commit.ts";
import { api, asStaff, rows, value } from "../support/api.ts";
import { auditCtx, breaches, emptyLog, seal, verifyRange, writeEntries } from "../support/audit.ts";

beforeEach(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await emptyLog();
  await rows("DELETE FROM audit_checks");
});

const entry = (index: number) => ({ action: "test.change", entity: "test", entityId: `e${index}` });
const unsealed = () => value("SELECT COUNT(*) FROM audit_log WHERE chain_hash IS NULL");
const numbers = async () =>
  (await rows<{ seq: number }>("SELECT seq FROM audit_log ORDER BY seq")).map(({ seq }) => seq);
const head = async () => (await env.BACKUPS.get("audit/head.json"))?.json<Record<string, unknown>>();

/** The bindings, with a call of the bucket that dies. */
function dyingBucket(method: "get" | "put"): Env {
  const bucket = new Proxy(env.BACKUPS, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (name === method) return () => Promise.reject(new Error("killed"));
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  return { ...env, BACKUPS: bucket };
}

describe("numbering", () => {
  it("is dense over 50 parallel commits, of which some fail", async () => {
    const ctx = auditCtx();
    const write = (index: number) =>
      commit(ctx, {
        statements: index % 5 === 0 ? [{ getSQL: () => failing }] : [],
        audit: [entry(index), entry(index)],
      });
    const { sql } = await import("drizzle-orm");
    const failing = sql`INSERT INTO jobs (name) VALUES (NULL)`;
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => write(index)));
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(await numbers()).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    expect(await breaches()).toEqual([]);
    await seal();
    expect([await unsealed(), await breaches(7)]).toEqual([0, []]);
  });

  it("holds for more entries than one statement can bind, with texts of every kind", async () => {
    const texts = ["", "ü", "\u0000", "\ud800", '"', "\\u0000", "🙂", "null", "'", "\u2028"];
    await commit(auditCtx(), {
      statements: [],
      audit: Array.from({ length: 150 }, (_, index) => ({
        ...entry(index),
        entityId: `e${texts[index % 10] === "\u0000" || texts[index % 10] === "\ud800" ? "" : texts[index % 10]}`,
        before: { text: texts[index % 10] },
        after: index % 3 === 0 ? undefined : texts,
      })),
    });
    expect(await breaches()).toEqual([]);
    await seal();
    expect(await breaches()).toEqual([]);
  });
});

describe("sealing", () => {
  it("seals many rows in chunks, run by run, and then has nothing to do", async () => {
    for (let batch = 0; batch < 12; batch++)
      await commit(auditCtx(), {
        statements: [],
        audit: Array.from({ length: 100 }, (_, index) => entry(index)),
      });
    expect(await seal()).toBe("1200 rows sealed");
    expect(await seal()).toBe("0 rows sealed");
    expect(await head()).toMatchObject({ seq: 1200, breaks: [] });
    expect(await breaches(1000)).toEqual([]);
  });

  it("of runs at the same time leaves one chain", async () => {
    for (let round = 0; round < 5; round++) {
      await writeEntries(7);
      await Promise.all([
        sealAudit(auditCtx()),
        sealAudit(auditCtx()),
        writeEntries(3),
        sealAudit(auditCtx()),
        verifyRange().then((found) => expect(found.breaches).toEqual([])),
      ]);
    }
    await seal();
    expect([await unsealed(), await breaches(), await head()]).toEqual([
      0,
      [],
      expect.objectContaining({ seq: 50, breaks: [] }),
    ]);
  });

  it("that is killed between the links and the head goes on with the next run", async () => {
    await writeEntries(5);
    await seal();
    await writeEntries(5);
    await expect(sealAudit(auditCtx(dyingBucket("put")))).rejects.toThrow("killed");
    expect([await unsealed(), (await head())?.["seq"]]).toEqual([0, 5]);
    expect([await breaches(), await breaches(3)]).toEqual([[], []]);
    await writeEntries(2);
    await seal();
    expect([await unsealed(), (await head())?.["seq"], await breaches()]).toEqual([0, 12, []]);
  });

  it("does not begin a new chain when the bucket is out of reach, and verifying answers 503", async () => {
    await writeEntries(2);
    await seal();
    await writeEntries(2);
    await expect(sealAudit(auditCtx(dyingBucket("get")))).rejects.toMatchObject({ status: 503 });
    await expect(verifyAudit(auditCtx(dyingBucket("get")), { from: 1, limit: 10 })).rejects.toMatchObject({
      code: "service.unavailable",
    });
    expect(await breaches()).toEqual([]);
  });

  it("tells of a row that was altered before it was sealed, once", async () => {
    await writeEntries(3);
    await rows("UPDATE audit_log SET action = 'test.other' WHERE seq = 2");
    await seal();
    await writeEntries(1);
    await seal();
    expect(await rows("SELECT entity, entity_id FROM alerts WHERE code = 'audit.breach'")).toEqual([
      { entity: "audit_log", entity_id: "2" },
    ]);
    expect(await breaches()).toEqual(["altered 2"]);
  });
});

describe("rows of a release that did not sign", () => {
  const write = (id: string) =>
    rows(
      `INSERT INTO audit_log (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, before, after)
       VALUES (?, '2026-01-01T00:00:00.000Z', 'system', 'old', 'r', 'product.update', 'product', 'p', '{"a":1}', NULL)`,
      id,
    );

  it("are taken as they are when the chain begins, and guarded from then on", async () => {
    for (const id of ["a", "b", "c"]) await write(id);
    await writeEntries(2);
    expect(await breaches()).toEqual([]);
    await seal();
    expect([await unsealed(), await breaches(2)]).toEqual([0, []]);
    await rows(`UPDATE audit_log SET before = '{"a":2}' WHERE id = 'b'`);
    expect(await breaches()).toEqual(["altered 2"]);
  });

  it("are not taken later: one that looks like them was written by hand", async () => {
    await write("a");
    await seal();
    await write("b");
    expect(await breaches()).toEqual(["unsigned 2"]);
    await seal();
    expect(await breaches()).toEqual(["unsigned 2"]);
  });

  it("are not taken a second time: what had been signed cannot be declared unsigned by breaking the chain", async () => {
    for (const id of ["a", "b", "c"]) await write(id);
    await writeEntries(2);
    await seal();
    await rows(
      "UPDATE audit_log SET chain_hash = NULL, row_hash = NULL, salt = 'legacy', actor_id = 'forged' WHERE seq <= 3",
    );
    await rows("UPDATE audit_log SET chain_hash = NULL");
    for (let run = 0; run < 2; run++) {
      await seal();
      expect(await breaches()).toEqual(["unsigned 1", "unsigned 2", "unsigned 3", "rolled_back 5"]);
    }
  });

  it("hide nothing while there are more of them than one run signs", async () => {
    for (const id of ["a", "b", "c"]) await write(id);
    await env.BACKUPS.put(
      "audit/head.json",
      JSON.stringify({ seq: 0, chain_hash: "", legacy_until: 3, breaks: [] }),
    );
    expect(await breaches()).toEqual([]);
    await rows("DELETE FROM audit_log WHERE id = 'b'");
    expect(await breaches()).toEqual(["removed 2"]);
  });
});

describe("the secrets", () => {
  const withSecrets = (secrets: Partial<Record<"AUDIT_SECRET" | "TOKEN_SECRET", string>>) =>
    auditCtx({ ...env, ...secrets });
  const all = { from: 1, limit: 100 };
  const secret = (letter: string) => letter.repeat(40);

  it("can be changed while the old ones stay to verify", async () => {
    const tokens = env.TOKEN_SECRET;
    await commit(auditCtx(), { statements: [], audit: entry(1) });
    await seal();
    const own = withSecrets({ AUDIT_SECRET: secret("a") });
    await commit(own, { statements: [], audit: entry(2) });
    await sealAudit(own);
    const next = withSecrets({
      AUDIT_SECRET: `${secret("b")},${secret("a")}`,
      TOKEN_SECRET: `${secret("t")},${tokens}`,
    });
    await commit(next, { statements: [], audit: entry(3) });
    await sealAudit(next);
    expect(await verifyAudit(next, all)).toMatchObject({ verified: true, rows: 3 });
    const forgotten = withSecrets({ AUDIT_SECRET: secret("b"), TOKEN_SECRET: secret("t") });
    const { breaches: found } = await verifyAudit(forgotten, all);
    expect(found.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(["unknown_key 1", "unknown_key 2"]);
  });

  it("are needed to sign: with another one nothing that is written is genuine", async () => {
    await commit(withSecrets({ AUDIT_SECRET: secret("x") }), { statements: [], audit: entry(1) });
    expect(await breaches()).toEqual(["unknown_key 1"]);
  });
});

describe("GET /audit/verify", () => {
  it("looks at bounded ranges and says where to go on", async () => {
    await writeEntries(10);
    await seal();
    expect(await verifyRange("?limit=4")).toEqual({
      verified: true,
      from: 1,
      to: 4,
      rows: 4,
      complete: false,
      next: 5,
      breaches_found: 0,
      breaches: [],
    });
    expect(await verifyRange("?from=9&limit=4")).toMatchObject({ from: 9, to: 10, rows: 2, complete: true });
    expect(await verifyRange("?from=11")).toMatchObject({ verified: true, rows: 0, complete: true });
    expect(await verifyRange("?from=500")).toMatchObject({ verified: true, rows: 0, complete: true });
  });

  it("is true of an empty log", async () => {
    expect(await verifyRange()).toMatchObject({ verified: true, from: 1, to: 0, rows: 0, complete: true });
  });

  it.each(["from=0", "from=x", "limit=0", "limit=5001", "from=1.5"])("refuses %s", async (query) => {
    const answer = await api("GET", `/api/v1/audit/verify?${query}`, {
      headers: await asStaff(["audit:read"]),
    });
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid" } });
  });
});

describe("the nightly check", () => {
  const at = (time: string) => () => new Date(time);
  const check = (time: string) => checkNightly(auditCtx(env, at(time)));
  const checks = () => rows("SELECT next_seq, rows, breaches, finished_at FROM audit_checks");

  it("verifies the whole log each time", async () => {
    await writeEntries(4);
    await seal();
    expect(await check("2026-12-01T04:00:00.000Z")).toBe("4 rows from 1 on verified, 0 breaches");
    expect(await checks()).toEqual([
      { next_seq: 5, rows: 4, breaches: 0, finished_at: "2026-12-01T04:00:00.000Z" },
    ]);
    expect(await check("2026-12-02T04:00:30.000Z")).toBe("4 rows from 1 on verified, 0 breaches");
  });

  it("goes on where it was, also past the hour, and raises an alert for what it finds", async () => {
    await writeEntries(6);
    await seal();
    await rows(
      "INSERT INTO audit_checks (id, started_at, next_seq, rows) VALUES ('begun', '2026-12-01T04:00:00.000Z', 3, 2)",
    );
    await rows("UPDATE audit_log SET entity_id = 'x' WHERE seq = 5");
    expect(await check("2026-12-01T05:30:00.000Z")).toBe("4 rows from 3 on verified, 1 breaches");
    expect(await checks()).toEqual([
      { next_seq: 7, rows: 6, breaches: 1, finished_at: "2026-12-01T05:30:00.000Z" },
    ]);
    expect(await rows("SELECT entity_id FROM alerts WHERE code = 'audit.breach'")).toEqual([
      { entity_id: "5" },
    ]);
  });

  it("cannot be kept from running, nor from being heard of, by what somebody writes into its tables", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await writeEntries(3);
    await seal();
    await rows("UPDATE audit_log SET entity_id = 'x' WHERE seq = 2");
    await rows(
      `INSERT INTO alerts (id, code, entity, entity_id, details, created_at, resolved_at)
       VALUES ('a', 'audit.breach', 'audit_log', '2', '{"kind":"altered","to_seq":2,"found_with_it":1}', 'x', 'x')`,
    );
    await rows(
      "INSERT INTO audit_checks (id, started_at, next_seq, finished_at) VALUES ('future', '2999-01-01T00:00:00.000Z', 1, 'x')",
    );
    expect(await check("2026-12-01T04:00:00.000Z")).toBe("3 rows from 1 on verified, 1 breaches");
    expect(JSON.stringify(said.mock.calls)).toContain("the audit log does not verify");
  });

  it("keeps 90 days", async () => {
    await rows(
      "INSERT INTO audit_checks (id, started_at, next_seq, finished_at) VALUES ('old', '2026-08-01T04:00:00.000Z', 1, 'x')",
    );
    await check("2026-12-01T04:00:00.000Z");
    expect(await value("SELECT COUNT(*) FROM audit_checks")).toBe(1);
  });
});
