import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "../../client/index.ts";
import { walkTo } from "../../web/admin/src/api/cursors.ts";
import { isClear, isOutdating, keyOf, settle } from "../../web/admin/src/shared/attempts.ts";

const refused = (status: number, code = "some.code") =>
  new ApiProblem({ type: "", title: "", status, code, detail: "", instance: "", request_id: "" });

beforeEach(() => vi.useRealTimers());

it("the same input has the same key until it is settled, another input has another", () => {
  const key = keyOf("/orders/1 Refund 5");
  expect(keyOf("/orders/1 Refund 5")).toBe(key);
  expect(keyOf("/orders/1 Refund 6")).not.toBe(key);
  settle("/orders/1 Refund 5");
  expect(keyOf("/orders/1 Refund 5")).not.toBe(key);
});

it("the same input much later is another action", () => {
  vi.useFakeTimers();
  const key = keyOf("/inventory Adjust 3");
  vi.advanceTimersByTime(9 * 60_000);
  expect(keyOf("/inventory Adjust 3")).toBe(key);
  vi.advanceTimersByTime(2 * 60_000);
  expect(keyOf("/inventory Adjust 3")).not.toBe(key);
});

it("what comes before the key is looked at, or while the first request runs, says nothing of what was done", () => {
  const unclear = [new TypeError("Failed to fetch"), refused(503), refused(401), refused(403), refused(429)];
  for (const error of [...unclear, refused(409, "idempotency.in_progress")]) {
    expect(isClear(error)).toBe(false);
    expect(isOutdating(error)).toBe(true);
  }
  for (const error of [refused(422), refused(400), new Error("Say how many.")]) {
    expect(isClear(error)).toBe(true);
    expect(isOutdating(error)).toBe(false);
  }
  for (const error of [refused(409), refused(412), refused(404)]) {
    expect(isClear(error)).toBe(true);
    expect(isOutdating(error)).toBe(true);
  }
});

it("pages that are read at the same time do not lose the way to each other", async () => {
  const cursors: (string | undefined)[] = [undefined];
  const read = (number: number, until: Promise<void> = Promise.resolve()) =>
    walkTo(cursors, number, async (cursor) => {
      await until;
      const here = Number(cursor ?? 1);
      return { here, pagination: { next_cursor: here < 5 ? String(here + 1) : null } };
    });
  expect((await read(3)).here).toBe(3);
  const first = read(1);
  // The first page is answered first, and forgets what comes behind.
  const third = read(
    3,
    first.then(() => undefined),
  );
  expect([(await first).here, (await third).here]).toEqual([1, 3]);
  expect((await read(3)).here).toBe(3);
  expect((await read(9)).here).toBe(5);
});
