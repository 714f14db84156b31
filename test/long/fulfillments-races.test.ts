import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { FULFILLMENT_TRANSITIONS } from "../../src/modules/fulfillment/fulfillment.machine.ts";
import { asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { atBatch, beforeBatchWith } from "../support/failing-env.ts";
import { breachesNow, fulfillment, orderNow, orderOf, paidOrder } from "../support/fulfillments.ts";
import { makeVariant, type TestVariant } from "../support/shop.ts";

afterEach(async () => expect(await breachesNow()).toEqual([]));

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

describe("two members of staff at once", () => {
  it("fulfill the same units: one gets them, the other is told what is left", async () => {
    const order = await paidOrder([3]);
    const [line = ""] = order.lines;
    const wanted = { line_items: [{ id: line, quantity: 2 }] };
    const answers = await Promise.all([1, 2, 3].map(() => fulfillment("POST", order.id, "", wanted)));
    expect(statuses(answers)).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "fulfillment.exceeds_order",
      items: [{ id: line, requested: 2, left: 1 }],
    });
  });

  it("fulfill different units: both get theirs, the order is processed once", async () => {
    const order = await paidOrder([1, 1, 1]);
    const answers = await Promise.all(
      order.lines.map((id) =>
        fulfillment("POST", order.id, "", { line_items: [{ id, quantity: 1 }], ship: true }),
      ),
    );
    expect(statuses(answers)).toEqual([201, 201, 201]);
    expect(await orderNow(order.id)).toMatchObject({ status: "shipped", fulfillment_status: "fulfilled" });
  });

  it("ship and cancel one fulfillment: one of it happens", async () => {
    for (let round = 0; round < 4; round++) {
      const order = await paidOrder([1]);
      const { body } = await fulfillment("POST", order.id);
      const actions = round % 2 === 0 ? ["ship", "cancel"] : ["cancel", "ship"];
      const answers = await Promise.all(
        [...actions, "ship"].map((action) => fulfillment("POST", order.id, `/${body.id}/${action}`)),
      );
      expect(statuses(answers)).toEqual([200, 409, 409]);
    }
  });

  it("the second decides on what the first has made of it, however late it comes", async () => {
    const order = await paidOrder([2]);
    const bindings = beforeBatchWith(/INSERT INTO "fulfillments"/, async () => {
      expect((await fulfillment("POST", order.id)).status).toBe(201);
    });
    const late = await callWith(bindings, "POST", `/api/v1/orders/${order.id}/fulfillments`, {
      body: {},
      headers: await asStaff(),
    });
    expect(late).toMatchObject({ status: 409, body: { code: "fulfillment.exceeds_order" } });
  });
});

describe("a Worker that dies", () => {
  it.each(["", "ship"])(
    "while it creates (and sends: %s) leaves nothing, and the retry does all of it",
    async (ship) => {
      const order = await paidOrder([2]);
      const call = (bindings: Env, key: string) =>
        asStaff().then((headers) =>
          callWith(bindings, "POST", `/api/v1/orders/${order.id}/fulfillments`, {
            body: { ship: ship !== "" },
            headers: { ...headers, "Idempotency-Key": key },
          }),
        );
      const before = await orderNow(order.id);
      const died = () => Promise.reject(new Error("the Worker died here"));
      const first = await call(atBatch(1, died), `dies-${order.id}`);
      expect(first.status).toBe(500);
      expect(await orderNow(order.id)).toEqual(before);
      expect(await value("SELECT COUNT(*) FROM fulfillments WHERE order_id = ?", order.id)).toBe(0);
      const retry = await fulfillment(
        "POST",
        order.id,
        "",
        { ship: ship !== "" },
        { "Idempotency-Key": `dies-${order.id}` },
      );
      expect(retry.status).toBe(201);
      const again = await fulfillment(
        "POST",
        order.id,
        "",
        { ship: ship !== "" },
        { "Idempotency-Key": `dies-${order.id}` },
      );
      expect(again.headers.get("Idempotent-Replayed")).toBe("true");
      expect(await value("SELECT COUNT(*) FROM fulfillments WHERE order_id = ?", order.id)).toBe(1);
    },
  );
});

/** What staff may try at any time; `which` picks a line or a fulfillment. */
const move = fc.oneof(
  fc.record({
    do: fc.constant("create" as const),
    line: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 3 }),
    ship: fc.boolean(),
  }),
  fc.record({ do: fc.constant("all" as const), ship: fc.boolean() }),
  fc.record({
    do: fc.constantFrom("ship" as const, "deliver" as const, "cancel" as const),
    which: fc.nat(4),
  }),
);

interface ModelFulfillment {
  id: string;
  status: string;
  units: number[];
}

describe("random walks", () => {
  it("keep counters, statuses and stock together, and every move is carried out or refused as the table says", async () => {
    const variants: TestVariant[] = [];
    for (let index = 0; index < 2; index++) variants.push(await makeVariant({ stock: 1_000 }));
    const walk = async (
      quantities: number[],
      moves: (typeof move extends fc.Arbitrary<infer Move> ? Move : never)[],
    ) => {
      const order = await orderOf(variants, quantities);
      const made: ModelFulfillment[] = [];
      const left = (line: number) =>
        (quantities[line] ?? 0) -
        made
          .filter(({ status }) => status !== "cancelled")
          .reduce((sum, { units }) => sum + (units[line] ?? 0), 0);
      for (const step of moves) {
        if (step.do === "create" || step.do === "all") {
          const units =
            step.do === "all"
              ? quantities.map((_, line) => left(line))
              : quantities.map((_, line) => (line === step.line ? step.quantity : 0));
          const fits = units.some((count) => count > 0) && units.every((count, line) => count <= left(line));
          const line_items = [
            {
              id: order.lines[step.do === "all" ? 0 : step.line],
              quantity: step.do === "all" ? 1 : step.quantity,
            },
          ];
          const answer = await fulfillment("POST", order.id, "", {
            ship: step.ship,
            ...(step.do === "all" ? {} : { line_items }),
          });
          expect(answer.status).toBe(fits ? 201 : 409);
          if (fits) made.push({ id: answer.body.id, status: step.ship ? "shipped" : "created", units });
          continue;
        }
        const target = made[step.which];
        if (!target) continue;
        const { from, to }: { from: readonly string[]; to: string } = FULFILLMENT_TRANSITIONS[step.do];
        const answer = await fulfillment("POST", order.id, `/${target.id}/${step.do}`);
        expect(answer.status).toBe(from.includes(target.status) ? 200 : 409);
        if (answer.status === 200) target.status = to;
      }
      const sumOf = (...of: string[]) =>
        made
          .filter(({ status }) => of.includes(status))
          .reduce((sum, { units }) => sum + units.reduce((a, b) => a + b), 0);
      const all = quantities.reduce((a, b) => a + b);
      const sent = sumOf("shipped", "delivered");
      const after = await orderNow(order.id);
      expect(after.fulfillment_status).toBe(
        sent === 0 ? "unfulfilled" : sent === all ? "fulfilled" : "partially_fulfilled",
      );
      const expected =
        sumOf("delivered") === all
          ? "delivered"
          : sent === all
            ? "shipped"
            : made.length > 0
              ? "processing"
              : "confirmed";
      expect(after.status).toBe(expected);
      expect(await breachesNow()).toEqual([]);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 })),
        fc.array(move, { minLength: 3, maxLength: 12 }),
        (quantities, moves) => walk(quantities, moves),
      ),
      { numRuns: 12 },
    );
    await eventsDelivered();
    expect(await rows("SELECT * FROM dead_letters")).toEqual([]);
  }, 120_000);
});
