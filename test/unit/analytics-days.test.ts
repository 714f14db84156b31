import { describe, expect, it } from "vitest";
import {
  addDays,
  boundsOf,
  daysBetween,
  localDay,
  startOfDay,
  startOfInterval,
} from "../../src/modules/analytics/local-days.ts";

const HOUR = 3_600_000;

function hoursOf(day: string, zone: string): number {
  const { from, to } = boundsOf(day, zone);
  return (Date.parse(to) - Date.parse(from)) / HOUR;
}

describe("days of a time zone", () => {
  it.each([
    ["UTC", "2026-03-01", "2026-03-01T00:00:00.000Z", 24],
    ["Europe/Berlin", "2026-01-15", "2026-01-14T23:00:00.000Z", 24],
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z", 23],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z", 25],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z", 23],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z", 25],
    ["Asia/Kolkata", "2026-05-05", "2026-05-04T18:30:00.000Z", 24],
    ["America/St_Johns", "2026-03-08", "2026-03-08T03:30:00.000Z", 23],
    ["Pacific/Chatham", "2026-04-05", "2026-04-04T10:15:00.000Z", 25],
    ["Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00.000Z", 24],
    ["Etc/GMT+12", "2026-01-01", "2026-01-01T12:00:00.000Z", 24],
    // Half an hour of summer time.
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000Z", 24.5],
    // Summer time pauses for Ramadan.
    ["Africa/Casablanca", "2026-02-15", "2026-02-14T23:00:00.000Z", 25],
    ["Africa/Casablanca", "2026-03-22", "2026-03-22T00:00:00.000Z", 23],
    // The clock goes forward at midnight: the day begins at one.
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z", 23],
    // … and back at midnight: the day before has its last hour twice.
    ["America/Santiago", "2026-04-04", "2026-04-04T03:00:00.000Z", 25],
  ])("%s %s begins at %s and has %d hours", (zone, day, start, hours) => {
    expect(startOfDay(day, zone).toISOString()).toBe(start);
    expect(hoursOf(day, zone)).toBe(hours);
  });

  it("knows a day that a zone left out", () => {
    expect(hoursOf("2011-12-30", "Pacific/Apia")).toBe(0);
    expect(localDay(new Date("2011-12-30T10:00:00Z"), "Pacific/Apia")).toBe("2011-12-31");
  });

  it("puts every moment of two years into the day between whose bounds it is", () => {
    for (const zone of [
      "Europe/Berlin",
      "America/St_Johns",
      "Pacific/Chatham",
      "Africa/Casablanca",
      "Asia/Gaza",
    ]) {
      let day = "2025-01-01";
      let end = startOfDay(day, zone);
      while (day < "2027-01-01") {
        const { from, to } = boundsOf(day, zone);
        expect(from).toBe(end.toISOString());
        end = new Date(to);
        expect(localDay(new Date(from), zone)).toBe(day);
        expect(localDay(new Date(end.getTime() - 1), zone)).toBe(day);
        day = addDays(day, 1);
      }
    }
  });

  it("begins weeks on Monday and months on the first", () => {
    expect(startOfInterval("2026-03-01", "week")).toBe("2026-02-23");
    expect(startOfInterval("2026-03-02", "week")).toBe("2026-03-02");
    expect(startOfInterval("2026-03-31", "month")).toBe("2026-03-01");
    expect(startOfInterval("2026-03-31", "day")).toBe("2026-03-31");
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
  });
});
