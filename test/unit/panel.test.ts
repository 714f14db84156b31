import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem } from "../../client/index.ts";
import type { Page } from "../../web/admin/src/api/pages.ts";
import { isClear, isOutdating, keyOf, settle } from "../../web/admin/src/shared/attempts.ts";

const call = vi.hoisted(() => vi.fn());
vi.mock("../../web/admin/src/api/panel-problem.ts", () => ({ callForForms: call }));
const { readPage } = await import("../../web/admin/src/api/pages.ts");

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

/** A list of so many pages of one item each; answers wait until they are let go. */
function listOf(pages: number) {
  const waiting: (() => void)[] = [];
  call.mockImplementation(
    async (_method: string, _path: string, { query }: { query: { cursor?: string } }) => {
      const number = Number(query.cursor ?? 1);
      await new Promise<void>((resolve) => waiting.push(resolve));
      const next = number < pages ? String(number + 1) : null;
      return { data: [number], pagination: { limit: 1, next_cursor: next, has_more: next !== null } };
    },
  );
  return async (...order: number[]) => {
    const letGo = waiting.splice(0);
    for (const index of order) {
      letGo[index]?.();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
}

it("pages that are read at the same time do not lose the way to each other", async () => {
  const answer = listOf(5);
  const read = (number: number): Promise<Page<number>> => readPage("/race", {}, number);
  for (const number of [1, 2, 3]) {
    const page = read(number);
    await answer(0);
    expect((await page).data).toEqual([number]);
  }
  const [third, first] = [read(3), read(1)];
  // The first page is answered first, and forgets what comes behind.
  await answer(1, 0);
  expect([(await third).data, (await first).data]).toEqual([[3], [1]]);
  const again = read(3);
  await answer(0);
  expect((await again).data).toEqual([3]);
});
