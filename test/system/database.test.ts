import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { request } from "../../scripts/lib/http.ts";
import { sleep } from "../../scripts/lib/terminal.ts";
import { type Database, type Runtime, startRuntime } from "../../scripts/runtime/runtime.ts";

/** What a round logs is twice what the pipe between workerd and this thread takes. */
const LINES = 15;
const LINE = "y".repeat(500);
const REQUESTS = 64;
const ROUNDS = 20;

const TALKATIVE = `
export default {
  async fetch(request, env) {
    await env.DB.prepare("SELECT COUNT(*) FROM visits").first();
    for (let line = 0; line < ${LINES}; line++) console.log("${LINE}");
    return new Response();
  },
};`;

describe("the database of a running Worker", () => {
  let runtime: Runtime;
  let db: Database;
  let lines = 0;
  beforeAll(async () => {
    const worker = { name: "talkative", modules: true, script: TALKATIVE, d1Databases: { DB: "talkative" } };
    runtime = await startRuntime(worker, { server: "miniflare", onLine: () => (lines += 1) });
    db = await runtime.database("DB");
    await db.prepare("CREATE TABLE visits (id INTEGER PRIMARY KEY, note TEXT)").run();
  });
  afterAll(() => runtime.stop());

  it("is asked while the Worker logs more than anybody has read yet", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const visits = Array.from({ length: REQUESTS }, () => request("GET", runtime.url));
      await sleep(5);
      expect(await db.prepare("SELECT COUNT(*) AS n FROM visits").first("n")).toBe(0);
      await Promise.all(visits);
    }
    await expect.poll(() => lines).toBe(ROUNDS * REQUESTS * LINES);
  });

  it("answers as D1 does", async () => {
    const insert = db.prepare("INSERT INTO visits (id, note) VALUES (?, ?)");
    const [first] = await db.batch([insert.bind(1_001, "a"), insert.bind(1_002, null)]);
    expect(first?.meta.changes).toBe(1);
    const find = db.prepare("SELECT id, note FROM visits WHERE id >= ? ORDER BY id");
    expect((await find.bind(1_001).all()).results).toEqual([
      { id: 1_001, note: "a" },
      { id: 1_002, note: null },
    ]);
    expect(await find.bind(1_002).first()).toEqual({ id: 1_002, note: null });
    expect(await find.bind(1_002).first("note")).toBeNull();
    expect(await find.bind(1_003).first()).toBeNull();
  });

  it("says why a statement fails, and undoes its batch", async () => {
    const insert = db.prepare("INSERT INTO visits (id) VALUES (?)");
    await expect(db.batch([insert.bind(2_001), insert.bind(2_001)])).rejects.toThrow(/UNIQUE constraint/);
    expect(await db.prepare("SELECT id FROM visits WHERE id = 2001").first()).toBeNull();
    await expect(db.prepare("SELECT 1 FROM nowhere").run()).rejects.toThrow(/no such table/);
  });
});
