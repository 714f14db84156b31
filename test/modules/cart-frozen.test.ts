import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { addItem } from "../../src/modules/cart/add-item.ts";
import {
  applyToCart,
  eraseCart,
  freezeCart,
  readCart,
  resolveCart,
  unfreezeCart,
} from "../../src/modules/cart/index.ts";
import { createCtx, type Ctx, setClock } from "../../src/platform/ctx.ts";
import { newUuid } from "../../src/platform/ids.ts";
import { makeVariant, NEW_YORK, type TestVariant } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const DAY = 24 * 60 * 60 * 1000;
const REFUSED = { code: "auth.invalid_credentials", status: 401, message: "This account is disabled." };

afterEach(() => setClock(undefined));

function customer(id = newUuid(new Date())): Ctx & { id: string } {
  const actor = {
    kind: "user",
    id,
    role: "customer",
    sessionId: "session",
    via: "token",
    mustEnrol: false,
  } as const;
  return { ...createCtx(env, actor, { waitUntil: () => undefined }), id };
}

async function add(ctx: Ctx, variant: TestVariant, quantity: number, key?: string): Promise<void> {
  const ref = await resolveCart(ctx, undefined);
  const idempotency = key === undefined ? undefined : { key, hash: key };
  await addItem(ctx, ref, { by: { variantId: variant.id }, quantity }, { idempotency });
}

async function linesOf(ctx: Ctx) {
  const { lines } = await readCart(ctx, await resolveCart(ctx, undefined));
  return lines.map((line) => [line.variant.variantId, line.quantity]);
}

/** Lets the cart's object wake up in that many days. */
async function inDays(cartId: string, days: number) {
  const at = Date.now() + days * DAY;
  setClock(() => new Date(at));
  const object = env.CART.getByName(cartId);
  await evictDurableObject(object);
  return object;
}

/** All that a cart's object holds, as text. */
function storedBy(cartId: string) {
  return runInDurableObject(env.CART.getByName(cartId), async (_, state) => {
    const { sql } = state.storage;
    const tables = sql
      .exec<{
        name: string;
      }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray();
    const rows = tables.map(({ name }) => sql.exec(`SELECT * FROM ${name}`).toArray());
    return { text: JSON.stringify(rows.flat()), alarm: await state.storage.getAlarm() };
  });
}

describe("a frozen cart", () => {
  it("refuses changes with 401, can be read, and is changed again once unfrozen", async () => {
    const variant = await makeVariant();
    const ada = customer();
    await add(ada, variant, 2);
    await freezeCart(ada, ada.id);
    await freezeCart(ada, ada.id);
    await expect(add(ada, variant, 1)).rejects.toMatchObject(REFUSED);
    await expect(applyToCart(ada, { id: ada.id }, { op: "clear" })).rejects.toMatchObject(REFUSED);
    expect(await linesOf(ada)).toEqual([[variant.id, 2]]);
    await unfreezeCart(ada, ada.id);
    await add(ada, variant, 1);
    expect(await linesOf(ada)).toEqual([[variant.id, 3]]);
  });

  it("may be one that was never touched, and is frozen also after its object was evicted", async () => {
    const variant = await makeVariant();
    const ada = customer();
    await freezeCart(ada, ada.id);
    await evictDurableObject(env.CART.getByName(ada.id));
    await expect(add(ada, variant, 1)).rejects.toMatchObject(REFUSED);
    expect(await linesOf(ada)).toEqual([]);
  });

  it("is let go of by what was ordered from it", async () => {
    const variant = await makeVariant();
    const ada = customer();
    await add(ada, variant, 2);
    const { generation } = await readCart(ada, await resolveCart(ada, undefined));
    await freezeCart(ada, ada.id);
    const ordered = [{ variantId: variant.id, quantity: 2 }];
    await applyToCart(ada, { id: ada.id }, { op: "complete", generation, ordered });
    expect(await linesOf(ada)).toEqual([]);
    await expect(add(ada, variant, 1)).rejects.toMatchObject(REFUSED);
  });

  it("keeps a guest's lines waiting, and gets them once it is unfrozen", async () => {
    const variant = await makeVariant();
    const guest = new Shopper();
    await guest.add(variant, 2);
    const ada = customer();
    await freezeCart(ada, ada.id);
    await expect(resolveCart(ada, guest.token)).rejects.toMatchObject(REFUSED);
    await unfreezeCart(ada, ada.id);
    await resolveCart(ada, guest.token);
    expect(await linesOf(ada)).toEqual([[variant.id, 2]]);
  });

  it("loses its lines when it expires, and stays frozen however long", async () => {
    const variant = await makeVariant();
    const ada = customer();
    await add(ada, variant, 2);
    await applyToCart(ada, { id: ada.id }, { op: "set_email", email: "ada@example.com" });
    await freezeCart(ada, ada.id);

    const object = await inDays(ada.id, 31);
    expect(await linesOf(customer(ada.id))).toEqual([]);
    await expect(add(customer(ada.id), variant, 1)).rejects.toMatchObject(REFUSED);
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect((await storedBy(ada.id)).text).not.toMatch(/ada@example\.com|variantId/);
    await expect(add(customer(ada.id), variant, 1)).rejects.toMatchObject(REFUSED);

    expect(await runDurableObjectAlarm(await inDays(ada.id, 90))).toBe(true);
    await expect(add(customer(ada.id), variant, 1)).rejects.toMatchObject(REFUSED);
    await unfreezeCart(customer(ada.id), ada.id);
    await add(customer(ada.id), variant, 1);
    expect(await linesOf(customer(ada.id))).toEqual([[variant.id, 1]]);

    await inDays(ada.id, 121);
    expect(await runDurableObjectAlarm(env.CART.getByName(ada.id))).toBe(true);
    expect(await storedBy(ada.id)).toEqual({ text: "[]", alarm: null });
  });
});

describe("erasing a cart", () => {
  async function filled(variant: TestVariant) {
    const ada = customer();
    await add(ada, variant, 2, "the key of a remembered answer");
    await applyToCart(ada, { id: ada.id }, { op: "set_email", email: "ada@example.com" });
    await applyToCart(
      ada,
      { id: ada.id },
      { op: "set_billing_address", address: { ...NEW_YORK, company: undefined, line2: undefined } as never },
    );
    expect((await storedBy(ada.id)).text).toMatch(/ada@example\.com.*Lovelace.*the key/s);
    return ada;
  }

  it("leaves nothing: no row, no alarm; the cart starts anew", async () => {
    const variant = await makeVariant();
    const ada = await filled(variant);
    await eraseCart(ada, ada.id);
    expect(await storedBy(ada.id)).toEqual({ text: "[]", alarm: null });
    expect(await linesOf(ada)).toEqual([]);
    await add(ada, variant, 1, "the key of a remembered answer");
    expect(await linesOf(ada)).toEqual([[variant.id, 1]]);
  });

  it("leaves a frozen one frozen, and nothing else of it", async () => {
    const variant = await makeVariant();
    const ada = await filled(variant);
    await freezeCart(ada, ada.id);
    await eraseCart(ada, ada.id);
    await eraseCart(ada, ada.id);
    await evictDurableObject(env.CART.getByName(ada.id));
    const { text } = await storedBy(ada.id);
    expect(text).not.toMatch(/ada@example\.com|Lovelace|the key|variantId/);
    expect(text).toContain("frozen");
    await expect(add(ada, variant, 1)).rejects.toMatchObject(REFUSED);
  });

  it("that was never touched stores nothing", async () => {
    const ada = customer();
    await eraseCart(ada, ada.id);
    expect(await storedBy(ada.id)).toEqual({ text: "[]", alarm: null });
  });
});
