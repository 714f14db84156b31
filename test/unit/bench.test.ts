import { describe, expect, it } from "vitest";
import { collapses } from "../../bench/levels.ts";
import { quantile } from "../../bench/load.ts";
import { leaks } from "../../bench/memory/report.ts";
import { markdownTable } from "../../bench/table.ts";
import { memoryOf } from "../../bench/traffic/memory.ts";
import { operationAt } from "../../bench/traffic/mix.ts";
import type { Period } from "../../bench/traffic/traffic.ts";

const periods = (...rss: number[]): Period[] =>
  rss.map((rssMiB) => ({ rssMiB, dbMiB: 0, backlog: 0, operations: 0, perSecond: 0, kinds: {} }));

describe("the bench's verdicts", () => {
  it("mix 90 % browse, 8 % cart and 2 % checkout in every fifty operations", () => {
    const fifty = Array.from({ length: 50 }, (_, index) => operationAt(200 + index));
    const number = (operation: string) => fifty.filter((each) => each === operation).length;
    expect([number("browse"), number("cart"), number("checkout")]).toEqual([45, 4, 1]);
  });

  it("call memory flat that stays as it was in the second minute, and none that grows by a fifth", () => {
    expect(memoryOf(periods(100, 300, 310, 300, 305), 60)).toMatchObject({
      isFlat: true,
      secondMiB: 300,
      lastMiB: 305,
    });
    expect(memoryOf(periods(100, 300, 320, 340, 380), 60)).toMatchObject({ isFlat: false, slope: 26 });
    expect(memoryOf(periods(100, 300), 60)).toBeUndefined();
  });

  it("name what stays behind of one wave after another", () => {
    const rounds = (...rested: [rssMiB: number, files: number][]) => ({
      carts: 1,
      orders: 1,
      restSeconds: 1,
      rounds: rested.map(([rssMiB, files]) => ({
        busy: { rssMiB: 2 * rssMiB, files: 6_000 },
        rested: { rssMiB, files },
      })),
    });
    expect(leaks(rounds([1_000, 90], [1_200, 95], [1_290, 90], [1_280, 91]))).toEqual([]);
    expect(leaks(rounds([1_000, 90], [1_200, 95], [1_300, 190], [1_400, 290]))).toEqual([
      "memory at rest grew from 1200 to 1400 MiB",
      "290 files stay open, 90 after the first round",
    ]);
  });

  it("take the nearest rank as a quantile", () => {
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("name a row that does less with many connections than with few", () => {
    const level = (connections: number, perSecond: number) => ({ connections, perSecond, p50: 1, p99: 1 });
    expect(collapses({ name: "list", levels: [level(1, 100), level(64, 90)] })).toEqual([]);
    expect(collapses({ name: "list", levels: [level(1, 100), level(64, 50)] })).toEqual([
      "list: with 64 connections 50.0 a second, 100 with fewer",
    ]);
  });

  it("write tables of Markdown with numbers to the right", () => {
    expect(
      markdownTable([
        ["", "per s"],
        ["  list", "12"],
      ]),
    ).toBe("|  | per s |\n| --- | --: |\n| list | 12 |");
  });
});
