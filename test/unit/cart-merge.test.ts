import fc from "fast-check";
import { addressSchema } from "../../src/platform/http/schemas.ts";
import { describe, expect, it } from "vitest";
import { emptyCart } from "../../src/modules/cart/cart.life.ts";
import { owedTo, receiptsFrom, waitingFor } from "../../src/modules/cart/cart.merge.ts";
import { applyOperation } from "../../src/modules/cart/cart.rules.ts";
import {
  type CartOperation,
  type CartState,
  MAX_LINES,
  MAX_QUANTITY,
  type Units,
} from "../../src/modules/cart/cart.state.ts";
import { plus, unitsOf, without } from "../../src/modules/cart/cart.units.ts";
import { variantOf as someVariant } from "../support/cart-variant.ts";

const NOW = new Date("2026-11-01T12:00:00.000Z");
const DAY = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

const PRICES: Record<string, Record<string, number>> = { usd: { USD: 1000 }, eur: { EUR: 900 } };
const variantOf = (id: string) => someVariant(id, PRICES[id] ? { prices: PRICES[id] } : {});

interface Order {
  cart: string;
  generation: number;
  ordered: Units;
  /** Emptying has run to its end at least once. */
  emptied: boolean;
}

/** The carts by id: one guest's, two customers'. Changes are applied as their objects do, one after another. */
class World {
  readonly carts = new Map(["guest", "ada", "bob"].map((id) => [id, emptyCart(id, "USD", NOW)]));
  /** Units that the shoppers put in and took out themselves. */
  added: Units = [];
  removed: Units = [];
  readonly orders: Order[] = [];
  /** What a checkout has read and not yet placed. */
  #snapshot: Order | undefined;
  #lines = 0;

  cart(id: string): CartState {
    return this.carts.get(id) ?? emptyCart(id, "USD", NOW);
  }

  apply(id: string, operation: CartOperation, now = NOW): CartState {
    const applied = applyOperation(this.cart(id), operation, now);
    if ("state" in applied) this.carts.set(id, applied.state);
    return this.cart(id);
  }

  /** What the shoppers do themselves. */
  shop(id: string, operation: CartOperation): void {
    const before = unitsOf(this.cart(id).lines);
    const after = unitsOf(this.apply(id, operation).lines);
    this.added = plus(this.added, without(after, before));
    this.removed = plus(this.removed, without(before, after));
  }

  add(id: string, variant: string, quantity: number, currency?: string): void {
    const lineId = `line ${++this.#lines}`;
    this.shop(id, { op: "add", lineId, variant: variantOf(variant), quantity, currency });
  }

  /** The first half of placing an order; not of units that an order was just placed for. */
  look(id: string): void {
    const { generation, lines } = this.cart(id);
    const ordered = unitsOf(lines);
    const open = this.orders.filter((order) => !order.emptied).flatMap((order) => order.ordered);
    const isNew = !ordered.some((each) => open.some((other) => other.variantId === each.variantId));
    if (ordered.length > 0 && isNew) this.#snapshot = { cart: id, generation, ordered, emptied: false };
  }

  /** The second half; one order a filling, as the database has it. */
  place(): void {
    const next = this.#snapshot;
    const same = this.orders.find((each) => each.cart === next?.cart && each.generation === next.generation);
    if (next && !same) this.orders.push(next);
    this.#snapshot = undefined;
  }

  /** An order of all that is in the cart now. */
  order(id: string): Order {
    const { generation, lines } = this.cart(id);
    const order = { cart: id, generation, ordered: unitsOf(lines), emptied: false };
    this.orders.push(order);
    return order;
  }

  /** Every unit, wherever it is: a line, or a hand-over of which the receipts have not taken it off. */
  units(): Units[] {
    const inCarts = [...this.carts.values()].map((cart) => unitsOf(cart.lines));
    const onTheWay = (this.cart("guest").handedOver ?? []).map((handOver) => {
      const receipts = receiptsFrom(this.cart(handOver.to), "guest");
      const receipt = receipts.find((each) => each.number === handOver.number);
      return receipt ? receipt.leftover : without(unitsOf(handOver.lines), handOver.ordered ?? []);
    });
    return [...inCarts, ...onTheWay];
  }

  /** No unit is lost, none is there twice, and none that is ordered once its emptying has run. */
  check(): void {
    const units = sumOf(this.units());
    const removed = sumOf([this.removed]);
    const placed = sumOf(this.orders.map((order) => order.ordered));
    const gone = sumOf(this.orders.filter((order) => order.emptied).map((order) => order.ordered));
    const wrong = this.added.filter(({ variantId, quantity }) => {
      const [there, out] = [units.get(variantId) ?? 0, removed.get(variantId) ?? 0];
      const fewest = quantity - out - (placed.get(variantId) ?? 0);
      // A shopper may have taken out what was ordered, so that the two are partly the same units.
      const most = quantity - Math.max(out, gone.get(variantId) ?? 0);
      return there < fewest || there > most;
    });
    expect(wrong).toEqual([]);
    for (const { lines, currency } of this.carts.values()) {
      expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
      expect(lines.every((line) => line.quantity >= 1 && line.quantity <= MAX_QUANTITY)).toBe(true);
      expect(lines.every((line) => (line.merged ?? 0) <= line.quantity)).toBe(true);
      expect(lines.every((line) => line.variant.prices[currency] !== undefined)).toBe(true);
      expect(new Set(lines.map((line) => line.variant.variantId)).size).toBe(lines.length);
      expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    }
  }

  /** A whole merge, one step each time it is advanced, as a tab of the customer runs it. */
  *merge(customer: string, now = NOW): Generator<void, void> {
    const guest = this.apply("guest", { op: "hand_over", to: customer }, now);
    if (waitingFor(guest, customer, now).length > 0) yield* this.#deliver(guest, customer, now);
  }

  *#deliver(guest: CartState, to: string, now: Date): Generator<void, CartState> {
    const handOvers = structuredClone(waitingFor(guest, to, now));
    yield;
    const taken = this.apply(to, { op: "absorb", from: "guest", handOvers }, now);
    const receipts = structuredClone(receiptsFrom(taken, "guest"));
    yield;
    return this.apply("guest", { op: "confirm", receipts }, now);
  }

  /** Emptying an ordered cart, likewise (empty-ordered-cart.ts). */
  *empty(order: Order): Generator<void, void> {
    const { generation, ordered } = order;
    let cart = this.apply(order.cart, { op: "complete", generation, ordered });
    for (let round = 1; round <= 2; round++) {
      for (const to of owedTo(cart, NOW)) cart = yield* this.#deliver(cart, to, NOW);
    }
    order.emptied ||= owedTo(cart, NOW).length === 0;
  }

  mergeWhole(customer: string, now = NOW): void {
    for (const _ of this.merge(customer, now)) this.check();
    this.check();
  }

  emptyWhole(order: Order): void {
    for (const _ of this.empty(order)) this.check();
    this.check();
  }
}

function sumOf(all: readonly Units[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { variantId, quantity } of all.flat()) sum.set(variantId, (sum.get(variantId) ?? 0) + quantity);
  return sum;
}

const contents = (cart: CartState) => Object.fromEntries(sumOf([unitsOf(cart.lines)]));

const anyCart = fc.constantFrom("guest", "guest", "ada", "bob");
const anyCustomer = fc.constantFrom("ada", "ada", "bob");
const anyVariant = fc.constantFrom("a", "b", "c", "usd", "eur");
const anyQuantity = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 3_000, max: 9_999 }));
const anyCurrency = fc.constantFrom("USD", "EUR", undefined);

type Command =
  | { do: "add"; cart: string; variant: string; quantity: number; currency: string | undefined }
  | { do: "reduce"; cart: string; line: number; quantity: number }
  | { do: "clear"; cart: string }
  | { do: "look"; cart: string }
  | { do: "place" }
  | { do: "empty"; order: number }
  | { do: "rush"; variant: string; quantity: number; customer: string; merged: number; emptied: number }
  | { do: "freeze" }
  | { do: "unfreeze" }
  | { do: "start"; customer: string }
  | { do: "step"; tab: number }
  | { do: "crash"; tab: number };

const does = <Name extends Command["do"]>(name: Name) => ({ do: fc.constant(name) });

const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...does("add"),
      cart: anyCart,
      variant: anyVariant,
      quantity: anyQuantity,
      currency: anyCurrency,
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...does("look"), cart: anyCart }) },
  { weight: 2, arbitrary: fc.record(does("place")) },
  { weight: 4, arbitrary: fc.record({ ...does("empty"), order: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...does("rush"),
      variant: anyVariant,
      quantity: anyQuantity,
      customer: anyCustomer,
      merged: fc.nat(3),
      emptied: fc.nat(4),
    }),
  },
  { weight: 4, arbitrary: fc.record({ ...does("start"), customer: anyCustomer }) },
  { weight: 10, arbitrary: fc.record({ ...does("step"), tab: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ ...does("crash"), tab: fc.nat(5) }) },
);

const anyRareCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 20, arbitrary: anyCommand },
  { weight: 1, arbitrary: fc.record({ ...does("clear"), cart: anyCart }) },
  {
    weight: 1,
    arbitrary: fc.record({ ...does("reduce"), cart: anyCart, line: fc.nat(3), quantity: anyQuantity }),
  },
  { weight: 1, arbitrary: fc.record(does("freeze")) },
  { weight: 1, arbitrary: fc.record(does("unfreeze")) },
);

function run(world: World, tabs: Generator<void, void>[], command: Command): void {
  switch (command.do) {
    case "add":
      return world.add(command.cart, command.variant, command.quantity, command.currency);
    case "reduce": {
      const line = world.cart(command.cart).lines[command.line];
      const quantity = Math.min(line?.quantity ?? 0, command.quantity);
      if (line) world.shop(command.cart, { op: "change_line", lineId: line.id, quantity });
      return;
    }
    case "clear":
      return world.shop(command.cart, { op: "clear" });
    case "look":
      return world.look(command.cart);
    case "place":
      return world.place();
    case "empty": {
      const order = world.orders.at(-1 - command.order);
      if (order) tabs.push(world.empty(order));
      return;
    }
    // Ordering, shopping on and logging in at the same time.
    case "rush": {
      world.look("guest");
      world.add("guest", command.variant, command.quantity);
      const merge = world.merge(command.customer);
      for (let step = 0; step < command.merged; step++) merge.next();
      world.place();
      const order = world.orders.at(-1);
      const emptying = order && world.empty(order);
      for (let step = 0; step < command.emptied; step++) emptying?.next();
      tabs.push(merge, ...(emptying ? [emptying] : []));
      return;
    }
    case "freeze":
    case "unfreeze":
      world.apply("ada", { op: command.do });
      return;
    case "start":
      tabs.push(world.merge(command.customer));
      return;
    case "step":
      if (tabs[command.tab % tabs.length]?.next().done) tabs.splice(command.tab % tabs.length, 1);
      return;
    case "crash":
      tabs.splice(command.tab % tabs.length, 1);
  }
}

describe("merging a guest's cart, and emptying what was ordered", () => {
  const lines = fc.constantFrom(0, 0, 0, MAX_LINES - 2);
  it.each([
    ["whatever breaks off, repeats and runs in parallel", anyCommand],
    ["also when shoppers take out units themselves and accounts are disabled", anyRareCommand],
  ])("neither loses nor duplicates a unit, nor leaves one that is ordered, %s", (_, commands) => {
    fc.assert(
      fc.property(
        fc.array(commands, { maxLength: 100, size: "max" }),
        lines,
        lines,
        (list, guestLines, adaLines) => {
          const world = new World();
          const tabs: Generator<void, void>[] = [];
          for (let n = 0; n < guestLines; n++) world.add("guest", `guest ${n}`, 1);
          for (let n = 0; n < adaLines; n++) world.add("ada", `ada ${n}`, 1);
          for (const command of list) {
            run(world, tabs, command);
            world.check();
          }
          for (const tab of tabs) {
            while (!tab.next().done) world.check();
            world.check();
          }
          world.apply("ada", { op: "unfreeze" });
          for (const order of world.orders) {
            world.emptyWhole(order);
            expect(order.emptied).toBe(true);
          }
          world.mergeWhole("ada");
          world.mergeWhole("bob");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("moves everything when there is room, and leaves nothing waiting", () => {
    const adds = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 400 })), {
      maxLength: 12,
    });
    const broken = fc.array(fc.nat(3), { maxLength: 6 });
    fc.assert(
      fc.property(adds, adds, broken, (guests, adas, breaks) => {
        const world = new World();
        for (const [variant, quantity] of guests) world.add("guest", variant, quantity);
        for (const [variant, quantity] of adas) world.add("ada", variant, quantity);
        for (const steps of breaks) {
          const tab = world.merge("ada");
          for (let step = 0; step < steps; step++) tab.next();
          world.check();
        }
        world.mergeWhole("ada");
        expect(world.cart("guest").lines).toEqual([]);
        expect(waitingFor(world.cart("guest"), "ada", NOW)).toEqual([]);
        const all = world.added.map(({ variantId, quantity }) => [variantId, quantity]);
        expect(contents(world.cart("ada"))).toEqual(Object.fromEntries(all));
      }),
    );
  });

  it("moves nothing again for a tab that fell asleep with an old hand-over while others finished later ones", () => {
    const world = new World();
    world.add("guest", "a", 1);
    const asleep = world.merge("ada");
    asleep.next();
    world.mergeWhole("ada");
    world.add("guest", "b", 2);
    world.mergeWhole("ada");
    for (; !asleep.next().done;) world.check();
    expect(contents(world.cart("ada"))).toEqual({ a: 1, b: 2 });
    expect(world.cart("guest")).toMatchObject({ lines: [], handedOver: [] });
  });

  it("confirms a hand-over that was absorbed before a crash together with the next one", () => {
    const world = new World();
    world.add("guest", "a", 1);
    const crashed = world.merge("ada");
    crashed.next();
    crashed.next();
    world.add("guest", "b", 2);
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 1, b: 2 });
    expect(world.cart("guest")).toMatchObject({ lines: [], handedOver: [] });
  });

  it("gives a merge that ran through again nothing to do, and leaves both carts as they are", () => {
    const world = new World();
    world.add("guest", "a", 2);
    world.mergeWhole("ada");
    const before = structuredClone([...world.carts]);
    world.mergeWhole("ada");
    expect([...world.carts]).toEqual(before);
  });

  it("does not touch the customer's cart when the guest's holds nothing", () => {
    const world = new World();
    world.apply("guest", { op: "set_email", email: "guest@example.com" });
    const [guest, ada] = [world.cart("guest"), world.cart("ada")];
    world.mergeWhole("ada");
    expect(world.cart("guest")).toBe(guest);
    expect(world.cart("ada")).toBe(ada);
  });
});

describe("what does not fit into the customer's cart", () => {
  it("goes back to the guest's: units over a line's limit, lines over the cart's, variants without a price", () => {
    const world = new World();
    world.add("ada", "a", 9_000);
    for (let n = 1; n < MAX_LINES - 1; n++) world.add("ada", `ada ${n}`, 1);
    world.add("guest", "a", 1_500, "EUR");
    world.add("guest", "eur", 3);
    world.add("guest", "b", 4);
    world.add("guest", "c", 5);
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toMatchObject({ a: 9_999, b: 4 });
    expect(contents(world.cart("guest"))).toEqual({ a: 501, eur: 3, c: 5 });
    expect(world.cart("guest")).toMatchObject({ currency: "EUR", handedOver: [] });
  });

  it("is the same again for who repeats the merge after a crash, although there is room by then", () => {
    const world = new World();
    world.add("ada", "a", 9_999);
    world.add("guest", "a", 10);
    const crashed = world.merge("ada");
    crashed.next();
    crashed.next();
    world.shop("ada", { op: "clear" });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({});
    expect(contents(world.cart("guest"))).toEqual({ a: 10 });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 10 });
  });

  it("waits on when the guest's cart has been filled up meanwhile, and is offered again", () => {
    const world = new World();
    world.add("ada", "a", 9_999);
    world.add("guest", "a", 9_999);
    const slow = world.merge("ada");
    slow.next();
    world.add("guest", "a", 9_000);
    slow.next();
    slow.next();
    world.check();
    expect(contents(world.cart("guest"))).toEqual({ a: 9_000 });
    expect(waitingFor(world.cart("guest"), "ada", NOW)).toMatchObject([{ lines: [{ quantity: 9_999 }] }]);
    world.shop("ada", { op: "clear" });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 9_999 });
    expect(contents(world.cart("guest"))).toEqual({ a: 9_000 });
  });

  it("is never in a cart whose currency it has no price in", () => {
    const world = new World();
    world.add("ada", "usd", 1);
    world.add("guest", "eur", 2, "EUR");
    const slow = world.merge("ada");
    slow.next();
    world.add("guest", "usd", 3, "USD");
    slow.next();
    slow.next();
    world.check();
    expect(contents(world.cart("guest"))).toEqual({ usd: 3 });
    expect(waitingFor(world.cart("guest"), "ada", NOW)).toMatchObject([{ currency: "EUR" }]);
    world.mergeWhole("ada");
    expect(contents(world.cart("guest"))).toEqual({ eur: 2 });
  });
});

describe("an order that a guest placed before the lines changed hands", () => {
  it("is kept back from lines that still wait; what the guest added since goes on, and a repetition changes nothing", () => {
    const world = new World();
    world.add("guest", "a", 3);
    const order = world.order("guest");
    world.add("guest", "a", 2);
    world.merge("ada").next();
    world.add("guest", "a", 1);
    for (let run = 0; run < 3; run++) {
      world.emptyWhole(order);
      expect(contents(world.cart("ada"))).toEqual({ a: 2 });
      expect(contents(world.cart("guest"))).toEqual({ a: 1 });
    }
    expect(world.cart("guest").handedOver).toEqual([]);
  });

  it.each([1, 2, 3])(
    "comes out of the customer's cart that took them, once, at step %d of the merge",
    (steps) => {
      const world = new World();
      world.add("ada", "a", 2);
      world.add("guest", "a", 3);
      const order = world.order("guest");
      const merge = world.merge("ada");
      for (let step = 0; step < steps; step++) merge.next();
      world.add("ada", "a", 1);
      const crashed = world.empty(order);
      crashed.next();
      for (let run = 0; run < 3; run++) {
        world.emptyWhole(order);
        expect(contents(world.cart("ada"))).toEqual({ a: 3 });
      }
      for (; !merge.next().done;) world.check();
      for (; !crashed.next().done;) world.check();
      world.mergeWhole("ada");
      expect(contents(world.cart("ada"))).toEqual({ a: 3 });
      expect(world.cart("guest").handedOver).toEqual([]);
    },
  );

  it("takes nothing that the customer had besides, or put in anew after removing it", () => {
    for (const then of ["corrected", "emptied"]) {
      const world = new World();
      world.add("ada", "a", 2);
      world.add("guest", "a", 3);
      const order = world.order("guest");
      world.mergeWhole("ada");
      const lineId = world.cart("ada").lines[0]?.id ?? "";
      world.shop("ada", then === "corrected" ? { op: "change_line", lineId, quantity: 2 } : { op: "clear" });
      if (then === "emptied") world.add("ada", "a", 2);
      world.emptyWhole(order);
      expect(contents(world.cart("ada"))).toEqual({ a: 2 });
    }
  });

  it("comes out although the customer ordered what was in the cart before", () => {
    const world = new World();
    world.add("ada", "a", 2);
    const own = world.order("ada");
    world.add("guest", "a", 3);
    const order = world.order("guest");
    world.mergeWhole("ada");
    world.emptyWhole(own);
    expect(contents(world.cart("ada"))).toEqual({ a: 3 });
    world.emptyWhole(order);
    expect(contents(world.cart("ada"))).toEqual({});
  });

  it("leaves the version of the guest's cart alone when it only tells another", () => {
    const world = new World();
    world.add("guest", "a", 3);
    const order = world.order("guest");
    world.mergeWhole("ada");
    const { version, expiresAt } = world.cart("guest");
    world.emptyWhole(order);
    expect(world.cart("guest")).toMatchObject({ version, expiresAt });
  });
});

describe("an order of which a part did not fit into the customer's cart", () => {
  /** Of five ordered units ada has taken three, two came back to the guest's cart. */
  function parted(): { world: World; order: Order } {
    const world = new World();
    world.add("ada", "a", 9_996);
    world.add("guest", "a", 5);
    const order = world.order("guest");
    world.mergeWhole("ada");
    expect(contents(world.cart("guest"))).toEqual({ a: 2 });
    return { world, order };
  }

  it("comes out of both carts; what the guest added stays", () => {
    const { world, order } = parted();
    world.add("guest", "a", 1);
    world.emptyWhole(order);
    expect(contents(world.cart("ada"))).toEqual({ a: 9_996 });
    expect(contents(world.cart("guest"))).toEqual({ a: 1 });
  });

  it("is followed to the next customer, who keeps what came besides", () => {
    for (const steps of [1, 2, 3]) {
      const { world, order } = parted();
      world.add("guest", "a", 1);
      const merge = world.merge("bob");
      for (let step = 0; step < steps; step++) merge.next();
      world.emptyWhole(order);
      for (; !merge.next().done;) world.check();
      expect(contents(world.cart("ada"))).toEqual({ a: 9_996 });
      expect(contents(world.cart("bob"))).toEqual({ a: 1 });
    }
  });

  it("is followed to what found no room anywhere and waits", () => {
    const world = new World();
    world.add("ada", "a", 9_999);
    world.add("guest", "a", 5);
    const order = world.order("guest");
    const merge = world.merge("ada");
    merge.next();
    world.add("guest", "a", 9_996);
    for (; !merge.next().done;) world.check();
    expect(waitingFor(world.cart("guest"), "ada", NOW)).toMatchObject([{ lines: [{ quantity: 5 }] }]);
    world.emptyWhole(order);
    expect(contents(world.cart("ada"))).toEqual({ a: 9_999 });
    expect(contents(world.cart("guest"))).toEqual({ a: 9_996 });
    expect(world.cart("guest").handedOver).toEqual([]);
  });

  it("is not followed to the next customer when the guest removed it and put in anew", () => {
    const { world, order } = parted();
    world.shop("guest", { op: "clear" });
    world.add("guest", "a", 4);
    world.mergeWhole("bob");
    world.emptyWhole(order);
    expect(contents(world.cart("ada"))).toEqual({ a: 9_996 });
    expect(contents(world.cart("bob"))).toEqual({ a: 4 });
  });

  it("comes out together with an order of what the guest added meanwhile, wherever both are", () => {
    for (const [steps, room] of [
      [1, 3],
      [2, 3],
      [3, 3],
      [1, 1],
      [2, 1],
      [3, 1],
    ] as const) {
      const world = new World();
      world.add("ada", "a", 9_996);
      world.add("bob", "a", 9_999 - room);
      world.add("guest", "a", 5);
      const first = world.order("guest");
      const slow = world.merge("ada");
      slow.next();
      world.add("guest", "a", 3);
      const second = world.order("guest");
      for (; !slow.next().done;) world.check();
      expect(contents(world.cart("guest"))).toEqual({ a: 5 });
      const merge = world.merge("bob");
      for (let step = 0; step < steps; step++) merge.next();
      world.empty(first).next();
      world.empty(second).next();
      world.emptyWhole(second);
      world.emptyWhole(first);
      for (; !merge.next().done;) world.check();
      expect(contents(world.cart("ada"))).toEqual({ a: 9_996 });
      expect(contents(world.cart("bob"))).toEqual({ a: 9_999 - room });
      expect(contents(world.cart("guest"))).toEqual({});
    }
  });
});

describe("the contact of a guest's cart", () => {
  const address = (city: string) =>
    addressSchema.parse({ first_name: "A", last_name: "L", line1: "1 Way", city, country: "US" });
  const market = (id: string) => ({
    rates: [{ id, name: id, currency: "USD", amount: 500, minWeightGrams: 0, maxWeightGrams: null }],
    taxes: [],
  });

  function filled(): World {
    const world = new World();
    world.add("guest", "a", 1);
    world.apply("guest", { op: "set_email", email: "guest@example.com" });
    world.apply("guest", {
      op: "set_shipping_address",
      address: address("Guestville"),
      market: market("guests"),
    });
    world.apply("guest", { op: "choose_shipping", rateId: "guests" });
    return world;
  }

  it("fills what the customer's lacks, shipping choice included, and leaves the guest's", () => {
    const world = filled();
    world.mergeWhole("ada");
    expect(world.cart("ada")).toMatchObject({
      email: "guest@example.com",
      shippingAddress: { city: "Guestville" },
      shippingRateId: "guests",
    });
    for (const key of ["email", "shippingAddress", "market", "shippingRateId"])
      expect(world.cart("guest")).not.toHaveProperty(key);
  });

  it("changes nothing that the customer's has: an address keeps its own rates", () => {
    const world = filled();
    world.apply("ada", { op: "set_email", email: "ada@example.com" });
    world.apply("ada", { op: "set_shipping_address", address: address("Adaton"), market: market("adas") });
    world.mergeWhole("ada");
    expect(world.cart("ada")).toMatchObject({
      email: "ada@example.com",
      shippingAddress: { city: "Adaton" },
      market: { rates: [{ id: "adas" }] },
    });
    expect(world.cart("ada").shippingRateId).toBeUndefined();
  });
});

describe("the currency of a merged cart", () => {
  it("is the guest's when the customer's is empty, otherwise the customer's, at its prices", () => {
    const world = new World();
    world.add("guest", "a", 1, "EUR");
    world.mergeWhole("ada");
    expect(world.cart("ada").currency).toBe("EUR");
    world.add("bob", "b", 1, "USD");
    world.add("guest", "a", 1, "EUR");
    const dearer = { ...variantOf("a"), prices: { USD: 1000, EUR: 950 } };
    world.apply("guest", { op: "refresh", variants: [dearer] });
    expect(world.cart("guest").lines).toMatchObject([{ previousPrice: 900 }]);
    world.mergeWhole("bob");
    expect(world.cart("bob")).toMatchObject({ currency: "USD", lines: [{}, { quantity: 1 }] });
    expect(world.cart("bob").lines[1]).not.toHaveProperty("previousPrice");
  });
});

describe("a hand-over", () => {
  it("is offered to its customer only", () => {
    const world = new World();
    world.add("guest", "a", 1);
    world.merge("ada").next();
    world.mergeWhole("bob");
    expect(contents(world.cart("bob"))).toEqual({});
    world.add("guest", "b", 2);
    world.mergeWhole("bob");
    expect(contents(world.cart("bob"))).toEqual({ b: 2 });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 1 });
  });

  it("ends as the cart would have: 30 days after, however often the guest fills the cart again", () => {
    const world = new World();
    world.add("guest", "a", 1);
    world.merge("ada").next();
    world.apply("guest", { op: "set_email", email: "guest@example.com" }, inDays(20));
    expect(waitingFor(world.cart("guest"), "ada", inDays(29))).toHaveLength(1);
    expect(waitingFor(world.cart("guest"), "ada", inDays(31))).toEqual([]);
  });

  it("leaves the version alone when its confirmation changes no line", () => {
    const world = new World();
    world.add("guest", "a", 1);
    const tab = world.merge("ada");
    tab.next();
    const { version, expiresAt } = world.cart("guest");
    expect(version).toBe(2);
    for (; !tab.next().done;);
    expect(world.cart("guest")).toMatchObject({ version, expiresAt, handedOver: [] });
  });
});

describe("the receipts of a customer's cart", () => {
  it("are few: those of the guest's last hand-overs, and 50 at most", () => {
    const world = new World();
    for (let n = 0; n < 5; n++) {
      world.add("guest", "a", 1);
      world.mergeWhole("ada");
    }
    expect(receiptsFrom(world.cart("ada"), "guest")).toHaveLength(1);
    const handOver = { to: "ada", number: 7, currency: "USD", lines: [], contact: {}, expiresAt: "9999" };
    for (let n = 0; n < 60; n++)
      world.apply("ada", { op: "absorb", from: `guest ${n}`, handOvers: [handOver] });
    expect(world.cart("ada").receipts).toHaveLength(50);
    expect(world.cart("ada").receipts?.at(-1)).toMatchObject({ from: "guest 59" });
  });
});

describe("a frozen cart", () => {
  const frozen = () => {
    const world = new World();
    world.add("ada", "a", 2);
    world.apply("ada", { op: "freeze" });
    return world;
  };

  it("refuses every change but the system's", () => {
    const world = frozen();
    const line = world.cart("ada").lines[0]?.id ?? "";
    world.add("guest", "b", 1);
    const [handOver] = world.apply("guest", { op: "hand_over", to: "ada" }).handedOver ?? [];
    if (!handOver) throw new Error("nothing was handed over");
    const operations: CartOperation[] = [
      { op: "add", lineId: "other", variant: variantOf("b"), quantity: 1 },
      { op: "change_line", lineId: line, quantity: 3 },
      { op: "remove", lineId: line },
      { op: "clear" },
      { op: "set_email", email: "ada@example.com" },
      { op: "choose_shipping", rateId: "any" },
      { op: "hand_over", to: "bob" },
      { op: "absorb", from: "guest", handOvers: [handOver] },
      { op: "confirm", receipts: [] },
    ];
    for (const operation of operations) {
      expect(applyOperation(world.cart("ada"), operation, NOW)).toEqual({ refusal: { code: "frozen" } });
    }
    const { generation } = world.cart("ada");
    world.apply("ada", { op: "refresh", variants: [] });
    expect(world.cart("ada").lines).toMatchObject([{ sold: false }]);
    world.apply("ada", { op: "complete", generation, ordered: [{ variantId: "a", quantity: 2 }] });
    expect(world.cart("ada")).toMatchObject({ lines: [], frozen: true });
  });

  it("loses nothing: a guest's lines wait until it is unfrozen", () => {
    const world = frozen();
    world.add("guest", "b", 3);
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 2 });
    world.apply("ada", { op: "unfreeze" });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 2, b: 3 });
  });

  it("lets go of what a guest had ordered before the lines came, and gets no lines with it", () => {
    for (const steps of [2, 3]) {
      const world = new World();
      world.add("ada", "a", 2);
      world.add("guest", "a", 3);
      const order = world.order("guest");
      const merge = world.merge("ada");
      for (let step = 0; step < steps; step++) merge.next();
      world.apply("ada", { op: "freeze" });
      world.emptyWhole(order);
      expect(order.emptied).toBe(true);
      expect(contents(world.cart("ada"))).toEqual({ a: 2 });
    }
  });

  it("gets of a guest's waiting lines what was not ordered, once it is unfrozen", () => {
    const world = frozen();
    world.add("guest", "a", 3);
    const order = world.order("guest");
    world.add("guest", "a", 1);
    world.mergeWhole("ada");
    world.emptyWhole(order);
    expect(contents(world.cart("ada"))).toEqual({ a: 2 });
    world.apply("ada", { op: "unfreeze" });
    world.mergeWhole("ada");
    expect(contents(world.cart("ada"))).toEqual({ a: 3 });
  });

  it("has the version that it had: freezing shows in no answer", () => {
    const world = new World();
    world.add("ada", "a", 2);
    const before = world.cart("ada");
    world.apply("ada", { op: "freeze" });
    expect(world.cart("ada")).toEqual({ ...before, frozen: true });
    world.apply("ada", { op: "unfreeze" });
    expect(world.cart("ada")).toEqual(before);
  });
});
