import { describe, expect, it } from "vitest";
import { dueSlot, type JobRecord } from "../../src/platform/job-records.ts";
import { describeSchedule, nextSlot, previousSlot, type Schedule } from "../../src/platform/schedule.ts";

const slots = (schedule: Schedule, now: string) => [
  previousSlot(schedule, new Date(now)).toISOString(),
  nextSlot(schedule, new Date(now)).toISOString(),
];

describe("a schedule", () => {
  it.each<[Schedule, string, string, string]>([
    [{ everyMinutes: 1 }, "2026-11-23T10:07:59.999Z", "2026-11-23T10:07:00.000Z", "2026-11-23T10:08:00.000Z"],
    [
      { everyMinutes: 15 },
      "2026-11-23T10:14:59.999Z",
      "2026-11-23T10:00:00.000Z",
      "2026-11-23T10:15:00.000Z",
    ],
    [
      { everyMinutes: 15 },
      "2026-11-23T23:59:59.999Z",
      "2026-11-23T23:45:00.000Z",
      "2026-11-24T00:00:00.000Z",
    ],
    [
      { everyMinutes: 60 },
      "2026-12-31T23:30:00.000Z",
      "2026-12-31T23:00:00.000Z",
      "2027-01-01T00:00:00.000Z",
    ],
    [
      { dailyAt: "03:10" },
      "2026-11-23T03:09:59.999Z",
      "2026-11-22T03:10:00.000Z",
      "2026-11-23T03:10:00.000Z",
    ],
    [
      { dailyAt: "03:10" },
      "2026-11-23T03:10:00.000Z",
      "2026-11-23T03:10:00.000Z",
      "2026-11-24T03:10:00.000Z",
    ],
    [
      { dailyAt: "00:00" },
      "2028-02-29T00:00:00.000Z",
      "2028-02-29T00:00:00.000Z",
      "2028-03-01T00:00:00.000Z",
    ],
    [
      { dailyAt: "23:59" },
      "2027-01-01T00:00:00.000Z",
      "2026-12-31T23:59:00.000Z",
      "2027-01-01T23:59:00.000Z",
    ],
    // 2026-11-23 is a Monday.
    [
      { weeklyOn: 1, at: "06:00" },
      "2026-11-23T05:59:00.000Z",
      "2026-11-16T06:00:00.000Z",
      "2026-11-23T06:00:00.000Z",
    ],
    [
      { weeklyOn: 1, at: "06:00" },
      "2026-11-23T06:00:00.000Z",
      "2026-11-23T06:00:00.000Z",
      "2026-11-30T06:00:00.000Z",
    ],
    [
      { weeklyOn: 7, at: "00:00" },
      "2026-11-28T23:59:59.999Z",
      "2026-11-22T00:00:00.000Z",
      "2026-11-29T00:00:00.000Z",
    ],
  ])("%j at %s was due at %s and is next at %s", (schedule, now, previous, next) => {
    expect(slots(schedule, now)).toEqual([previous, next]);
  });

  it("names every moment's slot once: the next one of a slot is the one after it, for a year of odd steps", () => {
    for (const schedule of [
      { everyMinutes: 7 },
      { dailyAt: "13:37" },
      { weeklyOn: 3, at: "00:01" },
    ] as const) {
      let slot = previousSlot(schedule, new Date("2026-01-01T00:00:00.000Z"));
      for (
        let now = Date.parse("2026-01-01T00:00:00.000Z");
        now < Date.parse("2027-01-01");
        now += 3_333_333
      ) {
        const current = previousSlot(schedule, new Date(now));
        expect(current.getTime()).toBeLessThanOrEqual(now);
        expect(nextSlot(schedule, new Date(now)).getTime()).toBeGreaterThan(now);
        while (slot < current) slot = nextSlot(schedule, slot);
        expect(slot).toEqual(current);
      }
    }
  });

  it.each([
    { dailyAt: "24:00" },
    { dailyAt: "3:00" },
    { weeklyOn: 1, at: "12:60" },
    { everyMinutes: 0 },
  ] as const)("%j is none", (schedule) => {
    expect(() => previousSlot(schedule, new Date())).toThrow(RangeError);
  });

  it("is told in words", () => {
    const all: Schedule[] = [
      { everyMinutes: 1 },
      { everyMinutes: 15 },
      { everyMinutes: 60 },
      { everyMinutes: 120 },
      { dailyAt: "03:10" },
      { weeklyOn: 7, at: "06:00" },
    ];
    expect(all.map(describeSchedule)).toEqual([
      "every minute",
      "every 15 minutes",
      "every hour",
      "every 2 hours",
      "daily at 03:10 UTC",
      "Sundays at 06:00 UTC",
    ]);
  });
});

describe("a job is due", () => {
  const daily: Schedule = { dailyAt: "03:00" };
  const ran: JobRecord = {
    name: "test",
    lease_until: null,
    last_slot: "2026-11-22T03:00:00.000Z",
    last_scheduled_for: "2026-11-22T03:00:00.000Z",
    last_started_at: "2026-11-22T03:00:10.000Z",
    last_finished_at: "2026-11-22T03:00:20.000Z",
    last_succeeded_at: "2026-11-22T03:00:20.000Z",
    last_duration_ms: 10_000,
    last_result: "done",
    last_error: null,
    unfinished: 0,
    runs: 1,
    failures: 0,
    failing_since: null,
  };
  const due = (record: JobRecord | undefined, now: string, schedule = daily) =>
    dueSlot(schedule, record, new Date(now));

  it("when it never ran, and from the next time of its schedule on", () => {
    expect(due(undefined, "2026-11-22T12:00:00.000Z")).toEqual({
      slot: "2026-11-22T03:00:00.000Z",
      since: "",
    });
    expect(due(ran, "2026-11-23T02:59:59.999Z")).toBeUndefined();
    expect(due(ran, "2026-11-23T03:00:00.000Z")?.slot).toBe("2026-11-23T03:00:00.000Z");
  });

  it("for the first time at its time, or within an hour after it, where the schedule says so", () => {
    const waits: Schedule = { ...daily, firstAtItsTime: true };
    const byHand = { ...ran, last_slot: null };
    for (const record of [undefined, byHand]) {
      expect(due(record, "2026-11-22T02:59:59.999Z", waits)).toBeUndefined();
      expect(due(record, "2026-11-22T03:00:00.000Z", waits)?.slot).toBe("2026-11-22T03:00:00.000Z");
      expect(due(record, "2026-11-22T03:59:59.999Z", waits)).toBeDefined();
      expect(due(record, "2026-11-22T04:00:00.000Z", waits)).toBeUndefined();
    }
    // From then on it makes up for what was missed as every job does.
    expect(due(ran, "2026-11-23T12:00:00.000Z", waits)).toBeDefined();
  });

  it("once for all times that were missed, since the first of them", () => {
    expect(due(ran, "2026-11-26T10:00:00.000Z")).toEqual({
      slot: "2026-11-26T03:00:00.000Z",
      since: "2026-11-23T03:00:00.000Z",
    });
  });

  it("not while a run holds the lease, and again when the lease is over: that run died", () => {
    const held = { ...ran, lease_until: "2026-11-22T03:05:00.000Z", last_finished_at: null };
    expect(due(held, "2026-11-22T03:04:59.999Z")).toBeUndefined();
    expect(due(held, "2026-11-22T03:05:00.000Z")?.since).toBe("2026-11-22T03:05:00.000Z");
  });

  it("at once when a rest is left, and ever more seldom while it fails", () => {
    expect(due({ ...ran, unfinished: 1 }, "2026-11-22T03:01:00.000Z")).toBeDefined();
    const failed = (failures: number) => ({ ...ran, failures, failing_since: ran.last_finished_at });
    expect(due(failed(1), "2026-11-22T03:15:19.999Z")).toBeUndefined();
    expect(due(failed(1), "2026-11-22T03:15:20.000Z")).toBeDefined();
    expect(due(failed(3), "2026-11-22T04:00:00.000Z")).toBeUndefined();
    expect(due(failed(3), "2026-11-22T04:00:20.000Z")).toBeDefined();
    expect(due(failed(99), "2026-11-22T09:00:20.000Z")).toBeDefined();
  });

  it("when its record is of the future: neither a wrong clock nor a hand in the table keeps it from running", () => {
    expect(due({ ...ran, last_slot: "2999-01-01T00:00:00.000Z" }, "2026-11-22T04:00:00.000Z")).toBeDefined();
  });
});
