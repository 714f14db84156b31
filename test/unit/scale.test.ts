import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  databases,
  dollars,
  HOT_DAYS,
  monthly,
  ordersADatabase,
  RATES,
} from "../../scripts/scale/arithmetic.ts";
import { LIMITS } from "../../scripts/scale/platform.ts";
import { figuresTable } from "../../scripts/scale/simulation/report.ts";
import { closedLoop } from "../../scripts/scale/simulation/compare.ts";
import { EventQueue } from "../../scripts/scale/simulation/event-queue.ts";
import { DEFAULTS, simulate } from "../../scripts/scale/simulation/model.ts";
import { seeded, zipf } from "../../scripts/scale/simulation/random.ts";
import { SCENARIOS } from "../../scripts/scale/simulation/scenarios.ts";
import { Server } from "../../scripts/scale/simulation/server.ts";
import { shardOf } from "../../scripts/scale/shards/route.ts";
import { TABLES } from "../../scripts/scale/tables.ts";
import { newUuid } from "../../src/platform/ids.ts";

const document = readFileSync(join(import.meta.dirname, "../../docs/architecture/scale.md"), "utf8");

/** The cells of a table in Markdown, without the line under its head. */
function cells(table: string): string[][] {
  const lines = table.split("\n").filter((line) => line.startsWith("|") && !/^[|\s-]+$/.test(line));
  return lines.map((line) => line.split("|").map((cell) => cell.trim()));
}

function tableIn(name: string): string[][] {
  const [, rest = ""] = document.split(`<!-- table: ${name} -->`);
  return cells(rest.split("<!-- end -->")[0] ?? "");
}

describe("docs/architecture/scale.md (node scripts/scale/document.ts writes its tables)", () => {
  it.each(Object.keys(TABLES))("shows the table '%s' as it is computed", (name) => {
    expect(tableIn(name)).toEqual(cells(TABLES[name] ?? ""));
  });

  it("shows every scenario of the simulation, and the small ones come out the same again", () => {
    const [, ...shown] = tableIn("simulation");
    expect(shown).toHaveLength(SCENARIOS.length);
    for (const [index, scenario] of SCENARIOS.entries()) {
      if (scenario.orders > 100) continue;
      const table = figuresTable([{ scenario, figures: simulate(scenario) }]);
      expect(shown[index]).toEqual(cells(table)[1]);
    }
  });
});

describe("the arithmetic", () => {
  it("bills what exceeds the plan, and only that", () => {
    expect(dollars("requests", 10e6)).toBe(0);
    expect(dollars("requests", 11e6)).toBeCloseTo(0.3);
    expect(dollars("d1Gigabytes", 7)).toBeCloseTo(1.5);
  });

  it("grows with the rate, and logs in full cost what they cost", () => {
    for (const rate of RATES) {
      const [all, few] = [monthly(rate, 30, 1), monthly(rate, 30, 0.5)];
      expect(few.logEvents).toBe(all.logEvents / 2);
      expect(few.requests).toBe(all.requests);
      expect(all.requests / monthly(1, 30, 1).requests).toBeCloseTo(rate);
    }
  });

  it("gives so many databases that each stays below its share of time and of bytes", () => {
    for (const rate of RATES) {
      for (const days of HOT_DAYS) {
        const { forWrites, forBytes } = databases(rate, days);
        expect(rate / forWrites).toBeLessThanOrEqual(ordersADatabase().lasting);
        expect(monthly(rate, days, 1).d1Gigabytes / forBytes).toBeLessThan(LIMITS.d1Bytes / 1e9);
      }
    }
  });
});

describe("the simulation", () => {
  it("runs events in the order of their times, and of their adding where these are equal", () => {
    const events = new EventQueue();
    const random = seeded(7);
    const ran: [number, number][] = [];
    for (let index = 0; index < 2_000; index += 1) {
      const at = Math.floor(random() * 100);
      events.after(at, () => ran.push([at, index]));
    }
    events.runUntil(100);
    expect(ran).toHaveLength(2_000);
    expect(ran).toEqual(ran.toSorted(([a, i], [b, j]) => a - b || i - j));
  });

  it("a server does one thing at a time and refuses when too many wait", () => {
    const events = new EventQueue();
    const server = new Server(events, 2);
    const done: number[] = [];
    const asked = Array.from({ length: 4 }, () => server.ask(10, () => done.push(events.now)));
    events.runUntil(100);
    expect(asked.filter(Boolean).length).toBe(done.length);
    expect(done).toEqual([10, 20, 30].slice(0, done.length));
    expect(asked.at(-1)).toBe(false);
    expect(server.busy).toBe(10 * done.length);
  });

  it("waits in a queue as the theory says (M/M/1: as long again as the service at half load)", () => {
    const [events, random] = [new EventQueue(), seeded(3)];
    const server = new Server(events);
    const stays: number[] = [];
    const arrive = () => {
      const from = events.now;
      server.ask(-10 * Math.log(1 - random()), () => stays.push(events.now - from));
      events.after(-20 * Math.log(1 - random()), arrive);
    };
    arrive();
    events.runUntil(4_000_000);
    const mean = stays.reduce((sum, stay) => sum + stay, 0) / stays.length;
    expect(mean).toBeGreaterThan(19);
    expect(mean).toBeLessThan(21);
  });

  it("a closed loop is bound by its server when many wait, and by the waiting when one does", () => {
    expect(closedLoop(16, 10, 0).perSecond).toBeCloseTo(100, -1);
    expect(closedLoop(1, 5, 15).perSecond).toBeCloseTo(50, -0.5);
  });

  it("a seed repeats a run, another one does not", () => {
    const scenario = { ...DEFAULTS, orders: 20, shards: 4, seconds: 5 };
    expect(simulate(scenario)).toEqual(simulate(scenario));
    expect(simulate({ ...scenario, seed: 2 })).not.toEqual(simulate(scenario));
  });

  it("every order is answered while there is room, and none beyond what the databases can do", () => {
    const enough = simulate({ ...DEFAULTS, orders: 50, shards: 12, seconds: 20 });
    expect(enough.refused).toBe(0);
    expect(enough.answered).toBeGreaterThan(40);
    const flood = simulate({ ...DEFAULTS, orders: 400, shards: 1, seconds: 20 });
    expect(flood.refused).toBeGreaterThan(200);
    expect(flood.databaseLoad).toBeGreaterThan(0.95);
  });

  it("Zipf's first is as often as the law says", () => {
    const [draw, random] = [zipf(100, 1), seeded(5)];
    const harmonic = Array.from({ length: 100 }, (_, rank) => 1 / (rank + 1)).reduce(
      (sum, part) => sum + part,
      0,
    );
    const first = Array.from({ length: 50_000 }, () => draw(random)).filter((rank) => rank === 0).length;
    expect(first / 50_000).toBeCloseTo(1 / harmonic, 1.9);
  });
});

describe("the shard of a request", () => {
  const nobody = { cartToken: null, authorization: null, email: undefined };
  const token = (sub: string) => `e30.${btoa(JSON.stringify({ sub }))}.c2ln`;
  const id = (shard?: number) => newUuid(new Date("2026-11-01T00:00:00Z"), shard);

  it("is that of the id in its path, before that of who asks", () => {
    const path = `/api/v1/orders/${id(5)}/payments`;
    expect(shardOf({ ...nobody, path, cartToken: token(id(2)) }, 8)).toBe(5);
    expect(shardOf({ ...nobody, path: `/api/v1/orders/${id()}` }, 8), "made before there were shards").toBe(
      0,
    );
  });

  it("is that of the customer, or of the guest's cart", () => {
    const path = "/api/v1/orders";
    const authorization = `Bearer ${token(id(3))}`;
    expect(shardOf({ ...nobody, path, authorization, cartToken: token(id(2)) }, 8)).toBe(3);
    expect(shardOf({ ...nobody, path, cartToken: token(id(2)) }, 8)).toBe(2);
  });

  it("is always the same for a mail address, however it is written, and spreads them", () => {
    const of = (email: string) => shardOf({ ...nobody, path: "/api/v1/auth/login", email }, 8);
    expect(of(" Ada@Example.com ")).toBe(of("ada@example.com"));
    expect(new Set(Array.from({ length: 200 }, (_, index) => of(`ada${index}@example.com`))).size).toBe(8);
  });

  it("is any for the catalog and for tokens that say nothing", () => {
    expect(shardOf({ ...nobody, path: `/api/v1/products/${id(5)}` }, 8)).toBeUndefined();
    expect(shardOf({ ...nobody, path: "/api/v1/cart", cartToken: "nonsense" }, 8)).toBeUndefined();
    expect(shardOf({ ...nobody, path: "/api/v1/cart", authorization: "Bearer ek_key" }, 8)).toBeUndefined();
  });
});
