import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expiredBackups, type KeptBackup } from "../../src/modules/backups/retention.ts";

const at = (time: string): KeptBackup => ({ id: time, at: new Date(time) });

/** The ids that are left when a dump is made every night at two, and old ones are deleted right after. */
function keptAfter(nights: number, start = "2026-03-01T02:00:00Z"): string[] {
  let kept: KeptBackup[] = [];
  for (let night = 0; night < nights; night++) {
    const now = new Date(Date.parse(start) + night * 86_400_000);
    kept.push(at(now.toISOString()));
    const expired = new Set(expiredBackups(kept, now));
    kept = kept.filter(({ id }) => !expired.has(id));
  }
  return kept.map(({ id }) => id.slice(0, 10));
}

describe("the dumps that are kept", () => {
  it("are those of seven days and of four Sundays", () => {
    // 2026-04-30 is a Thursday.
    expect(keptAfter(61)).toEqual([
      "2026-04-05",
      "2026-04-12",
      "2026-04-19",
      "2026-04-24",
      "2026-04-25",
      "2026-04-26",
      "2026-04-27",
      "2026-04-28",
      "2026-04-29",
      "2026-04-30",
    ]);
    for (let nights = 61; nights < 75; nights++) expect(keptAfter(nights).length).toBeLessThanOrEqual(11);
  });

  it("are never older than four weeks, but for the newest when no other was made since", () => {
    const now = new Date("2026-06-30T02:00:00Z");
    const old = [at("2026-05-31T02:00:00Z"), at("2026-05-24T02:00:00Z")];
    expect(expiredBackups(old, now)).toEqual(["2026-05-24T02:00:00Z"]);
    expect(expiredBackups([...old, at("2026-06-30T02:00:00Z")], now)).toEqual(old.map(({ id }) => id));
  });

  it("are all of the last day, and the last of a day after that", () => {
    const now = new Date("2026-04-30T12:00:00Z");
    const backups = [
      "2026-04-28T02:00:00Z",
      "2026-04-28T16:00:00Z",
      "2026-04-29T13:00:00Z",
      "2026-04-30T02:00:00Z",
    ];
    const more = [...backups, "2026-04-30T02:30:00Z"].map(at);
    expect(expiredBackups(more, now)).toEqual(["2026-04-28T02:00:00Z"]);
    expect(expiredBackups([], now)).toEqual([]);
  });
});

describe("the SQL of the shop", () => {
  it("never replaces a row: SQLite deletes the old one without a trigger, and no dump would notice", () => {
    const files = globSync(["src/**/*.ts", "migrations/main/*.sql"]);
    expect(files.length).toBeGreaterThan(500);
    const replacing = /\bREPLACE\s+INTO\b|\bOR\s+REPLACE\b|ON\s+CONFLICT\s+REPLACE/i;
    expect(files.filter((file) => replacing.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
