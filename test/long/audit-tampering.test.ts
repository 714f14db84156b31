import fc from "fast-check";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rows, value } from "../support/api.ts";
import { breaches, emptyLog, seal, verifyRange, writeEntries } from "../support/audit.ts";

const ROWS = 12;

beforeEach(async () => {
  // Alerts are logged.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await emptyLog();
});

/** What somebody with access to the database may write into each column. */
const CHANGES: [column: string, to: string][] = [
  ["seq", "seq + 1000"],
  ["id", "'01900000-0000-7000-8000-00000000dead'"],
  ["at", "'2026-01-01T00:00:00.000Z'"],
  ["actor_kind", "'user'"],
  ["actor_id", "'somebody else'"],
  ["actor_id", "NULL"],
  ["credential_kind", "'session'"],
  ["credential_id", "'01900000-0000-7000-8000-00000000dead'"],
  ["request_id", "'another'"],
  ["action", "'test.changed'"],
  ["entity", "'tests'"],
  ["entity_id", "'entity'"],
  ["before", `'{"name":"name 4"}'`],
  ["before", "NULL"],
  ["before", "CAST(before AS BLOB)"],
  ["before", "' ' || before"],
  ["after", `'{}'`],
  ["after", "NULL"],
  ["salt", "'x'"],
  ["salt", "NULL"],
  ["salt", "'legacy'"],
  ["before_digest", "after_digest"],
  ["before_digest", "NULL"],
  ["after_digest", "NULL"],
  ["row_hash", "'x'"],
  ["row_hash", "NULL"],
  ["row_hash", "(SELECT row_hash FROM audit_log WHERE seq = 6)"],
  ["chain_hash", "'x'"],
  ["chain_hash", "x'00ff'"],
  ["chain_hash", "(SELECT chain_hash || 'x' FROM audit_log WHERE seq = 6)"],
  ["erased_at", "at"],
  ["erasure_mark", "row_hash"],
];

describe.each(["sealed", "unsealed"] as const)("altering a %s row by hand", (state) => {
  beforeEach(async () => {
    await writeEntries(2);
    await seal();
    await writeEntries(ROWS - 2);
    if (state === "sealed") await seal();
    expect(await breaches()).toEqual([]);
  });

  it("has rows with all columns that are altered here", async () => {
    const columns = await rows<{ name: string }>("SELECT name FROM pragma_table_info('audit_log')");
    expect(new Set(CHANGES.map(([column]) => column))).toEqual(new Set(columns.map(({ name }) => name)));
  });

  it.each(CHANGES)("is found and located: %s = %s", async (column, to) => {
    // This one has a before and an after.
    await rows(`UPDATE audit_log SET ${column} = ${to} WHERE seq = 3`);
    if (to.includes("chain_hash") && state === "unsealed") {
      // There is no link to copy: nothing was changed.
      expect(await breaches()).toEqual([]);
      return;
    }
    const found = await breaches();
    if (column === "seq") {
      expect(found).toContain("removed 3");
      expect(found).toContain(`removed ${ROWS + 1}-1002`);
    } else {
      expect(found).toEqual([expect.stringMatching(/^(altered|unsigned|unknown_key|chain) 3$/)]);
    }
    expect(await breaches(1)).toEqual(found);
    await seal();
    expect(await breaches(5)).toEqual(expect.arrayContaining([found[0]]));
  });

  it.each([
    ["nulling its content as if it were erased", "before = NULL, after = NULL, salt = NULL, erased_at = at"],
    [
      "erasing it with a mark that was made up",
      "before = NULL, after = NULL, salt = NULL, erased_at = at, erasure_mark = row_hash",
    ],
    [
      "writing a content and a digest that fit each other",
      `before = '{"a":1}', before_digest = 'c5XcZoYEmcsriXDhcJTsU-0f9U5wZ61hn4hJFwlhZrA', salt = ''`,
    ],
    [
      "taking away every sign of content",
      "before = NULL, after = NULL, salt = NULL, before_digest = NULL, after_digest = NULL",
    ],
    [
      "declaring it to be of an older release",
      "row_hash = NULL, chain_hash = NULL, salt = 'legacy', after = '{}'",
    ],
  ])("is found, also when it is %s", async (_, change) => {
    await rows(`UPDATE audit_log SET ${change} WHERE seq = 3`);
    expect(await breaches()).toEqual([expect.stringMatching(/^(altered|unsigned) 3$/)]);
    await seal();
    expect(await breaches()).toEqual([expect.stringMatching(/^(altered|unsigned) 3$/)]);
  });

  it("is found when a row in the middle is deleted", async () => {
    await rows("DELETE FROM audit_log WHERE seq BETWEEN 4 AND 5");
    expect(await breaches()).toEqual(["removed 4-5"]);
    await seal();
    expect(await breaches(3)).toEqual(["removed 4-5"]);
  });

  it("is found when the first rows are deleted", async () => {
    await rows("DELETE FROM audit_log WHERE seq <= 2");
    expect(await breaches()).toEqual(["removed 1-2"]);
  });

  it("is found when the last row is deleted, also after it was written on", async () => {
    await rows("DELETE FROM audit_log WHERE seq = ?", ROWS);
    expect(await breaches()).toEqual([`truncated ${ROWS}`]);
    await writeEntries(1);
    expect(await breaches()).toEqual([`removed ${ROWS}`]);
    await seal();
    expect(await breaches()).toContain(`removed ${ROWS}`);
  });

  it("is found when all rows are deleted", async () => {
    await rows("DELETE FROM audit_log");
    expect(await breaches()).toEqual([`truncated 1-${ROWS}`]);
  });

  it("is found when a removed row's place is taken by another", async () => {
    await rows("DELETE FROM audit_log WHERE seq = 6");
    await rows(
      `INSERT INTO audit_log (seq, id, at, actor_kind, request_id, action, entity, entity_id, salt)
       SELECT 6, 'new', at, actor_kind, request_id, action, entity, entity_id, 'legacy' FROM audit_log WHERE seq = 5`,
    );
    expect(await breaches()).toEqual(["unsigned 6"]);
  });

  it("is found when a row is added by hand, even as a copy of a genuine one", async () => {
    await rows(
      `INSERT INTO audit_log (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, before, after, salt, before_digest, after_digest, row_hash)
       SELECT id || 'x', at, actor_kind, actor_id, request_id, action, entity, entity_id, before, after, salt, before_digest, after_digest, row_hash
       FROM audit_log WHERE seq = 3`,
    );
    expect(await breaches()).toEqual([`altered ${ROWS + 1}`]);
    await seal();
    expect(await breaches()).toEqual([`altered ${ROWS + 1}`]);
  });

  it("cannot be done with numbers below the first", async () => {
    await expect(rows("UPDATE audit_log SET seq = 0 WHERE seq = 3")).rejects.toThrow(/CHECK/);
  });
});

describe("the order of sealed rows", () => {
  beforeEach(async () => {
    await writeEntries(ROWS);
    await seal();
  });

  it("shows that two were swapped", async () => {
    await rows("UPDATE audit_log SET seq = 999 WHERE seq = 4");
    await rows("UPDATE audit_log SET seq = 4 WHERE seq = 8");
    await rows("UPDATE audit_log SET seq = 8 WHERE seq = 999");
    expect(await breaches()).toEqual(expect.arrayContaining(["chain 4", "chain 8"]));
  });

  it("shows that two were swapped, also when their links were swapped back", async () => {
    const links = await rows<{ seq: number; chain_hash: string }>(
      "SELECT seq, chain_hash FROM audit_log WHERE seq IN (4, 8) ORDER BY seq",
    );
    await rows("UPDATE audit_log SET seq = 999 WHERE seq = 4");
    await rows("UPDATE audit_log SET seq = 4 WHERE seq = 8");
    await rows("UPDATE audit_log SET seq = 8 WHERE seq = 999");
    for (const { seq, chain_hash } of links)
      await rows("UPDATE audit_log SET chain_hash = ? WHERE seq = ?", chain_hash, seq);
    expect(await breaches()).toEqual(["chain 4", "chain 8"]);
  });

  it("shows that a row's link was taken away, in whatever range is looked at", async () => {
    await rows("UPDATE audit_log SET chain_hash = NULL WHERE seq IN (6, 12)");
    expect(await breaches()).toEqual(["chain 6", "chain 12"]);
    for (const limit of [1, 2, 5, 6, 7]) expect(await breaches(limit)).toEqual(["chain 6", "chain 12"]);
    expect((await verifyRange("?from=6&limit=1")).breaches).toHaveLength(1);
    await seal();
    expect(await breaches()).toEqual(["chain 6", "rolled_back 12"]);
  });

  it("does not stop sealing and verifying when nonsense takes the place of the last link, sealed or not", async () => {
    await rows("UPDATE audit_log SET chain_hash = x'00ff' WHERE seq = ?", ROWS);
    expect(await breaches()).toEqual([`chain ${ROWS}`]);
    await seal();
    await writeEntries(2);
    await rows("UPDATE audit_log SET chain_hash = x'00ff' WHERE seq = ?", ROWS + 2);
    for (let run = 0; run < 2; run++) {
      await seal();
      expect(await breaches()).toContain(`chain ${ROWS + 2}`);
    }
    await writeEntries(1);
    await rows("UPDATE audit_log SET entity_id = 'x' WHERE seq = ?", ROWS + 3);
    await seal();
    expect(await breaches()).toContain(`altered ${ROWS + 3}`);
  });

  it("is whole when a deleted row is put back as it was", async () => {
    await rows("CREATE TABLE kept AS SELECT * FROM audit_log WHERE seq = 6");
    await rows("DELETE FROM audit_log WHERE seq = 6");
    expect(await breaches()).toEqual(["removed 6"]);
    await rows("INSERT INTO audit_log SELECT * FROM kept");
    await rows("DROP TABLE kept");
    expect(await breaches()).toEqual([]);
  });
});

describe("a shortened log", () => {
  const shorten = async (length: number) => {
    await rows("DELETE FROM audit_log WHERE seq > ?", length);
    await rows("UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit_log'", length);
  };

  it("is found by the end that is kept outside, though the database knows nothing of it", async () => {
    await writeEntries(ROWS);
    await seal();
    await shorten(ROWS - 3);
    expect(await breaches()).toEqual([`truncated ${ROWS - 2}-${ROWS}`]);
  });

  it("stays found for good when it is written and sealed on, and raises an alert", async () => {
    await writeEntries(ROWS);
    await seal();
    await shorten(ROWS - 3);
    await writeEntries(5);
    expect((await breaches()).length).toBeGreaterThan(0);
    await seal();
    await seal();
    await writeEntries(5);
    await seal();
    expect(await breaches()).toEqual([`rolled_back ${ROWS}`]);
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE chain_hash IS NULL")).toBe(0);
    const alerts = await rows<{ details: string }>("SELECT details FROM alerts WHERE code = 'audit.breach'");
    expect(alerts.map(({ details }) => JSON.parse(details) as unknown)).toContainEqual(
      expect.objectContaining({ kind: "rolled_back", sealed_up_to: ROWS, resumed_from: ROWS - 3 }),
    );
  });

  it("is found when everything of it is gone", async () => {
    await writeEntries(ROWS);
    await seal();
    await shorten(0);
    expect(await breaches()).toEqual([`truncated 1-${ROWS}`]);
    await writeEntries(2);
    await seal();
    expect(await breaches()).toContain(`rolled_back ${ROWS}`);
  });

  it("is found when it was an older state of the database that was restored and written on past the end", async () => {
    await writeEntries(ROWS);
    await seal();
    await shorten(ROWS - 3);
    await writeEntries(6);
    const before = await breaches();
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/^chain 1\d$/)]));
    await seal();
    expect(await breaches()).toEqual([`rolled_back ${ROWS}`]);
  });

  it("is found when the end that was kept outside is gone", async () => {
    await writeEntries(ROWS);
    await seal();
    await env.BACKUPS.delete("audit/head.json");
    expect(await breaches()).toEqual([`head_missing ${ROWS}`]);
    await writeEntries(1);
    await seal();
    expect(await breaches()).toEqual([`rolled_back ${ROWS}`]);
  });
});

describe("any tampering", () => {
  type Tampering =
    | { kind: "delete"; seq: number }
    | { kind: "alter"; seq: number; change: number }
    | { kind: "swap"; seq: number; other: number };
  const seq = fc.integer({ min: 1, max: ROWS });
  const tampering: fc.Arbitrary<Tampering> = fc.oneof(
    fc.record({ kind: fc.constant("delete" as const), seq }),
    fc.record({
      kind: fc.constant("alter" as const),
      seq,
      change: fc.integer({ min: 0, max: CHANGES.length - 1 }),
    }),
    fc.record({ kind: fc.constant("swap" as const), seq, other: seq }),
  );

  async function tamper(act: Tampering): Promise<void> {
    const at = act.seq;
    if (act.kind === "delete") await rows("DELETE FROM audit_log WHERE seq = ?", at);
    else if (act.kind === "alter") {
      const [column, to] = CHANGES[act.change] ?? ["seq", "seq"];
      await rows(`UPDATE OR IGNORE audit_log SET ${column} = ${to} WHERE seq = ?`, at);
    } else {
      await rows("UPDATE audit_log SET seq = 999 WHERE seq = ?", at);
      await rows("UPDATE audit_log SET seq = ? WHERE seq = ?", at, act.other);
      await rows("UPDATE audit_log SET seq = ? WHERE seq = 999", act.other);
    }
  }

  const content = () => rows("SELECT * FROM audit_log ORDER BY seq");

  /** The numbers whose rows are not as they were; moving is a change at both ends. */
  function changed(before: Record<string, unknown>[], after: Record<string, unknown>[]): number[] {
    const was = new Map(before.map((row) => [row["seq"] as number, JSON.stringify(row)]));
    const is = new Map(after.map((row) => [row["seq"] as number, JSON.stringify(row)]));
    return [...new Set([...was.keys(), ...is.keys()])].filter((number) => was.get(number) !== is.get(number));
  }

  it("with sealed rows is found, and every row that it concerns is among what is located", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(tampering, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 6 }),
        async (acts, limit) => {
          await emptyLog();
          await writeEntries(ROWS);
          await seal();
          const before = await content();
          for (const act of acts) await tamper(act);
          const numbers = changed(before, await content());
          const found = await breaches(limit);
          if (numbers.length === 0) expect(found).toEqual([]);
          const located = found.map((text) => {
            const [from, to] = (text.split(" ")[1] ?? "").split("-").map(Number);
            return { from: from ?? 0, to: to ?? from ?? 0 };
          });
          // A changed link of a row before or after a hole cannot be told from the hole: nothing is left to compare it with.
          for (const number of numbers) {
            const near = located.some(({ from, to }) => number >= from - 1 && number <= to + 1);
            expect(near, `${number} is not in ${found.join(", ")}`).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
