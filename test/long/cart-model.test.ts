import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { acceptCartChanges } from "../../src/modules/cart/accept-changes.ts";
import { addItem } from "../../src/modules/cart/add-item.ts";
import {
  cartView,
  emptyOrderedCart,
  isOrderedCartEmptied,
  listSavedCarts,
  mergeGuestCart,
} from "../../src/modules/cart/index.ts";
import { applyToCart, readCart } from "../../src/modules/cart/cart-store.ts";
import { restoreSavedCart } from "../../src/modules/cart/saved-carts.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { newUuid } from "../../src/platform/ids.ts";
import { forgetIsolateMemory } from "../../src/platform/memory-cache.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { systemCtx } from "../support/accounts.ts";
import {
  type Change,
  type ModelCart,
  type Offer,
  type Outcome,
  problemsOf,
  ShopModel,
} from "../support/cart-model.ts";
import { changeVariant } from "../support/catalog-changes.ts";
import { makeVariant } from "../support/shop.ts";

type Who = "guest" | "customer";

const OFFER: Offer = { price: 2000, stock: 10, archived: false };
const NAMES = ["a", "b"] as const;
/** The ids of the variants by the names that the model gives them. */
const ids = new Map<string, string>();

beforeAll(async () => {
  for (const name of NAMES) ids.set(name, (await makeVariant()).id);
});

const idOf = (name: string) => ids.get(name) ?? "";
const nameOf = (id: string) => [...ids].find(([, each]) => each === id)?.[0] ?? id;

/** Two carts in their real objects, reached anew for every operation, and the real catalog. */
class RealShop {
  readonly ctx = systemCtx();
  readonly ids = { guest: newUuid(new Date()), customer: newUuid(new Date()) };
  readonly versions = { guest: 0, customer: 0 };

  ref(who: Who) {
    return { id: this.ids[who], token: undefined, isNew: false };
  }

  async change(who: Who, change: Change): Promise<Outcome> {
    const ref = this.ref(who);
    try {
      if (change.do === "add") {
        forgetIsolateMemory();
        const { quantity } = change;
        await addItem(this.ctx, ref, { by: { variantId: idOf(change.variant) }, quantity }, {});
      } else if (change.do === "clear") await applyToCart(this.ctx, ref, { op: "clear" });
      else if (change.do === "email") {
        await applyToCart(this.ctx, ref, { op: "set_email", email: change.email });
      } else {
        const { lines } = await readCart(this.ctx, ref);
        const line = lines.find((each) => each.variant.variantId === idOf(change.variant));
        const lineId = line?.id ?? newUuid(new Date());
        if (change.do === "remove") await applyToCart(this.ctx, ref, { op: "remove", lineId });
        else await applyToCart(this.ctx, ref, { op: "change_line", lineId, ...withoutNames(change) });
      }
      return "ok";
    } catch (error) {
      if (error instanceof DomainError) return OUTCOMES[error.code] ?? raise(error);
      throw error;
    }
  }

  /** Both carts, and what the customer's has saved, in the model's words. */
  async shown() {
    const carts = await Promise.all((["guest", "customer"] as const).map((who) => this.cart(who)));
    const saved = await listSavedCarts(this.ctx, this.ref("customer"));
    return {
      guest: carts[0],
      customer: carts[1],
      saved: saved.toReversed().map(({ content }) => ({
        email: content.email,
        lines: content.lines.map((line) => [nameOf(line.variant.variantId), line.quantity, line.note]),
      })),
    };
  }

  async cart(who: Who) {
    const state = await readCart(this.ctx, this.ref(who));
    expect(state.version).toBeGreaterThanOrEqual(this.versions[who]);
    this.versions[who] = state.version;
    const { items, email, totals } = cartView(state);
    return {
      email,
      lines: items.map((item) => ({
        variant: nameOf(item.variant_id),
        quantity: item.quantity,
        note: item.note,
        price: item.unit_price.amount,
        problems: item.problems.map(({ code }) => code),
      })),
      subtotal: totals.subtotal.amount,
    };
  }
}

function withoutNames(change: Extract<Change, { do: "set" | "note" }>) {
  return change.do === "set" ? { quantity: change.quantity } : { note: change.note };
}

const OUTCOMES: Record<string, Outcome> = {
  "resource.not_found": "line_not_found",
  "cart.limit_reached": "quantity_limit",
  "cart.variant_unavailable": "unavailable",
};

function raise(error: Error): never {
  throw error;
}

function cartOf({ lines, email }: ModelCart) {
  return {
    email,
    lines: [...lines].map(([variant, line]) => ({
      variant,
      quantity: line.quantity,
      note: line.note,
      price: line.known.price,
      problems: problemsOf(line),
    })),
    subtotal: [...lines.values()].reduce((sum, line) => sum + line.quantity * line.known.price, 0),
  };
}

/** What the model says that the shop shows. */
function expected(model: ShopModel) {
  return {
    guest: cartOf(model.guest),
    customer: cartOf(model.customer),
    saved: model.saved.map(({ email, lines }) => ({
      email,
      lines: [...lines].map(([variant, line]) => [variant, line.quantity, line.note]),
    })),
  };
}

/** A step that is done to the model and to the real carts, which then have to look the same. */
class Step implements fc.AsyncCommand<ShopModel, RealShop> {
  readonly name: string;
  readonly #model: (model: ShopModel) => unknown;
  readonly #real: (real: RealShop, model: ShopModel) => Promise<unknown>;
  readonly #possible: (model: ShopModel) => boolean;

  constructor(
    name: string,
    real: (real: RealShop, model: ShopModel) => Promise<unknown>,
    model: (model: ShopModel) => unknown = () => undefined,
    possible: (model: ShopModel) => boolean = () => true,
  ) {
    this.name = name;
    this.#real = real;
    this.#model = model;
    this.#possible = possible;
  }

  check(model: ShopModel): boolean {
    return this.#possible(model);
  }

  async run(model: ShopModel, real: RealShop): Promise<void> {
    const outcome = await this.#real(real, model);
    expect(this.#model(model), this.name).toEqual(outcome);
    expect(await real.shown(), this.name).toEqual(expected(model));
  }

  toString(): string {
    return this.name;
  }
}

/** Changes that are sent at the same time: some order of them explains what comes out of each and what the cart is afterwards. */
class Parallel implements fc.AsyncCommand<ShopModel, RealShop> {
  readonly #who: Who;
  readonly #changes: readonly Change[];

  constructor(who: Who, changes: readonly Change[]) {
    this.#who = who;
    this.#changes = changes;
  }

  check(): boolean {
    return true;
  }

  async run(model: ShopModel, real: RealShop): Promise<void> {
    const outcomes = await Promise.all(this.#changes.map((change) => real.change(this.#who, change)));
    const shown = JSON.stringify(await real.shown());
    for (const order of permutations(this.#changes.map((_, index) => index))) {
      const copy = model.copy();
      const explains = order.every((index) => {
        const change = this.#changes[index];
        return change && copy.change(copy[this.#who], change) === outcomes[index];
      });
      if (!explains || JSON.stringify(expected(copy)) !== shown) continue;
      Object.assign(model, { guest: copy.guest, customer: copy.customer, saved: copy.saved });
      return;
    }
    expect.fail(`no order of ${this.toString()} explains ${JSON.stringify(outcomes)} and ${shown}`);
  }

  toString(): string {
    return `${this.#who} in parallel ${JSON.stringify(this.#changes)}`;
  }
}

function permutations(list: readonly number[]): number[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((first) =>
    permutations(list.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}

const who = fc.constantFrom<Who>("customer", "guest");
const variant = fc.constantFrom(...NAMES);
const units = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.constant(6_000));
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add"), variant, quantity: units }) },
  fc.record({ do: fc.constant("set"), variant, quantity: units }),
  fc.record({ do: fc.constant("note"), variant, note: fc.constantFrom("blue", "gift") }),
  fc.record({ do: fc.constant("remove"), variant }),
  fc.record({ do: fc.constant("clear") }),
  fc.record({ do: fc.constant("email"), email: fc.constantFrom("ada@example.com", "bob@example.com") }),
);
/** In parallel a line is named by its id, which is looked up before: removing and adding it in between would be another line. */
const independent = change.filter((each) => each.do === "add" || each.do === "email" || each.do === "clear");

const shopping = fc.tuple(who, change).map(
  ([name, each]) =>
    new Step(
      `${name} ${JSON.stringify(each)}`,
      (real) => real.change(name, each),
      (model) => model.change(model[name], each),
    ),
);

const commands = [
  // The more often one is named, the more often it happens.
  shopping,
  shopping,
  shopping,
  fc
    .tuple(who, fc.array(independent, { minLength: 2, maxLength: 4 }))
    .map(([name, changes]) => new Parallel(name, changes)),
  fc
    .record({
      name: variant,
      changes: fc.record(
        {
          price: fc.constantFrom(1500, 2000, 2500),
          stock: fc.integer({ min: 0, max: 12 }),
          archived: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ name, changes }) => {
      const text = `staff change ${name} to ${JSON.stringify(changes)}`;
      return new Step(
        text,
        (real) => changeVariant({ id: idOf(name) }, changes).then(() => void real),
        (model) => void Object.assign(model.catalog.get(name) ?? {}, changes),
      );
    }),
  who.map(
    (name) =>
      new Step(
        `${name} refreshes`,
        (real) => readCart(real.ctx, real.ref(name), "now").then(() => undefined),
        (model) => model.refresh(model[name]),
      ),
  ),
  who.map(
    (name) =>
      new Step(
        `${name} accepts changes`,
        (real) => acceptCartChanges(real.ctx, real.ref(name), {}).then(() => undefined),
        (model) => model.accept(model[name]),
      ),
  ),
  who.map(
    (name) =>
      new Step(
        `${name} orders`,
        async (real) => {
          const { generation, lines } = await readCart(real.ctx, real.ref(name));
          const ordered = lines.map((line) => ({
            variantId: line.variant.variantId,
            quantity: line.quantity,
          }));
          const empty = () => emptyOrderedCart(real.ctx, real.ids[name], generation, ordered);
          const isEmptied = () => isOrderedCartEmptied(real.ctx, real.ids[name], generation);
          expect(await isEmptied()).toBe(false);
          await Promise.all([empty(), empty()]);
          expect(await isEmptied()).toBe(true);
          await empty();
        },
        (model) => model.order(model[name]),
        (model) => model[name].lines.size > 0,
      ),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    (tabs) =>
      new Step(
        `the guest logs in, in ${tabs} tabs`,
        async (real) => {
          const token = await signToken(real.ctx, "cart", real.ids.guest);
          const logIn = () => mergeGuestCart(real.ctx, { token, userId: real.ids.customer });
          await Promise.all(Array.from({ length: tabs }, logIn));
        },
        (model) => {
          // What finds no room goes back to the guest, and is offered again by every tab.
          model.merge();
        },
        (model) => tabs === 1 || fits(model),
      ),
  ),
  fc.nat(4).map(
    (index) =>
      new Step(
        `the customer restores saved cart ${index}`,
        async (real) => {
          const saved = (await listSavedCarts(real.ctx, real.ref("customer"))).toReversed();
          await restoreSavedCart(real.ctx, real.ref("customer"), saved[index]?.id ?? "", {});
        },
        (model) => model.restore(index),
        (model) => index < model.saved.length,
      ),
  ),
  who.map(
    (name) =>
      new Step(`the ${name}'s object is evicted`, async (real) => {
        const object = env.CART.getByName(real.ids[name]);
        // Only an object that is awake can be put to sleep.
        await object.read();
        await evictDurableObject(object);
      }),
  ),
];

function fits(model: ShopModel): boolean {
  return [...model.guest.lines].every(
    ([name, line]) => line.quantity + (model.customer.lines.get(name)?.quantity ?? 0) <= 9_999,
  );
}

describe("a guest's and a customer's cart in their real objects", () => {
  it("are what the model says, after every step of any sequence, in parallel and evicted in between", async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: "max" }), async (steps) => {
        const catalog = new Map(NAMES.map((name) => [name as string, { ...OFFER }]));
        for (const name of NAMES) await changeVariant({ id: idOf(name) }, OFFER);
        await fc.asyncModelRun(() => ({ model: new ShopModel(catalog), real: new RealShop() }), steps);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
