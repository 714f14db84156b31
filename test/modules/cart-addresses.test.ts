import { describe, expect, it } from "vitest";
import type { ShippingOption } from "../../src/modules/cart/cart.schema.ts";
import { importCsv, makeVariant, NEW_YORK, STANDARD_US, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const usd = (amount: number) => ({ amount, currency: "USD" });
const eur = (amount: number) => ({ amount, currency: "EUR" });

const BERLIN = {
  first_name: "Konrad",
  last_name: "Zuse",
  line1: "Methfesselstr. 7",
  city: "Berlin",
  postal_code: "10965",
  country: "DE",
};
const TOKYO = { ...BERLIN, line1: "1-1 Chiyoda", city: "Tokyo", postal_code: "100-0001", country: "JP" };
const EXPRESS_LIGHT = "01900000-0000-7000-8000-000000000302";
const EXPRESS_HEAVY = "01900000-0000-7000-8000-000000000303";
const EUROPE_USD = "01900000-0000-7000-8000-000000000311";
const EUROPE_EUR = "01900000-0000-7000-8000-000000000313";

async function optionsOf(shopper: Shopper) {
  const answer = await shopper.call<{ data: ShippingOption[]; pagination: unknown }>(
    "GET",
    "/shipping-options",
  );
  expect(answer.status).toBe(200);
  expect(answer.body.pagination).toEqual({ limit: 100, next_cursor: null, has_more: false });
  return answer.body.data;
}

/** A shopper with goods and an address. */
async function shopperAt(address: object, goods: Parameters<typeof makeVariant>[0] = {}, quantity = 1) {
  const shopper = new Shopper();
  await shopper.add(await makeVariant(goods), quantity);
  const answer = await shopper.call("PUT", "/shipping-address", address);
  expect(answer.status).toBe(200);
  return shopper;
}

describe("the contact of a cart", () => {
  it("is kept trimmed and in lower case", async () => {
    const shopper = new Shopper();
    const answer = await shopper.call("PUT", "/contact", { email: "  Ada@Example.COM " });
    expect(answer.status).toBe(200);
    expect(answer.body.email).toBe("ada@example.com");
    expect((await shopper.cart()).email).toBe("ada@example.com");
  });

  it.each(["", "ada", "ada@", "@example.com", "a b@example.com", `${"a".repeat(250)}@example.com`, 7, null])(
    "%j is 422 with a pointer and changes nothing",
    async (email) => {
      const shopper = new Shopper();
      const before = await shopper.call("PUT", "/contact", { email: "ada@example.com" });
      const answer = await shopper.call("PUT", "/contact", { email });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: "request.invalid", errors: [{ pointer: "#/email" }] });
      expect(await shopper.cart()).toEqual(before.body);
    },
  );
});

describe("the addresses of a cart", () => {
  it("are kept apart, and PUT replaces all of an address", async () => {
    const shopper = new Shopper();
    await shopper.call("PUT", "/shipping-address", {
      ...NEW_YORK,
      company: "Engines Ltd",
      line2: "",
      phone: null,
    });
    await shopper.call("PUT", "/billing-address", BERLIN);
    const first = await shopper.cart();
    expect(first.shipping_address).toEqual({ ...NEW_YORK, company: "Engines Ltd" });
    expect(first.billing_address).toEqual(BERLIN);
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    const second = await shopper.cart();
    expect(second.shipping_address).toEqual(NEW_YORK);
    expect(second.billing_address).toEqual(BERLIN);
  });

  it.each([
    ["a missing name", { ...NEW_YORK, first_name: undefined }, "#/first_name"],
    ["a blank street", { ...NEW_YORK, line1: "  " }, "#/line1"],
    ["a country in words", { ...NEW_YORK, country: "United States" }, "#/country"],
    ["a country in lower case", { ...NEW_YORK, country: "us" }, "#/country"],
    ["an unknown member", { ...NEW_YORK, planet: "Earth" }, "#/planet"],
    ["a name without end", { ...NEW_YORK, last_name: "x".repeat(101) }, "#/last_name"],
  ])("with %s are 422 with a pointer and change nothing", async (_, address, pointer) => {
    const shopper = new Shopper();
    const before = await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    for (const path of ["/shipping-address", "/billing-address"]) {
      const answer = await shopper.call("PUT", path, address);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toMatchObject([{ pointer }]);
    }
    expect(await shopper.cart()).toEqual(before.body);
  });
});

describe("shipping options", () => {
  it("need an address: without one they are 409", async () => {
    const shopper = new Shopper();
    const { body } = await shopper.add(await makeVariant());
    for (const answer of [
      await shopper.call("GET", "/shipping-options"),
      await shopper.call("PUT", "/shipping-option", { id: STANDARD_US }),
    ]) {
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe("cart.shipping_address_missing");
    }
    expect(await shopper.cart()).toEqual(body);
  });

  it("are those of the address, in the shop's order", async () => {
    const shopper = await shopperAt(NEW_YORK);
    expect(await optionsOf(shopper)).toEqual([
      { id: STANDARD_US, name: "Standard", price: usd(599), delivery: { min_days: 3, max_days: 5 } },
      {
        id: EXPRESS_LIGHT,
        name: "Express, up to 2 kg",
        price: usd(1499),
        delivery: { min_days: 1, max_days: 2 },
      },
    ]);
    await shopper.call("PUT", "/shipping-address", BERLIN);
    expect(await optionsOf(shopper)).toEqual([
      {
        id: EUROPE_USD,
        name: "Parcel, up to 5 kg",
        price: usd(1290),
        delivery: { min_days: 4, max_days: 7 },
      },
    ]);
  });

  it("are none where the shop does not ship, and none can be chosen", async () => {
    const shopper = await shopperAt(TOKYO);
    expect(await optionsOf(shopper)).toEqual([]);
    const before = await shopper.cart();
    const answer = await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: "cart.shipping_option_unavailable",
      errors: [{ pointer: "#/id", code: "not_offered" }],
    });
    expect(await shopper.cart()).toEqual(before);
  });

  it("that are not offered to this cart cannot be chosen", async () => {
    const shopper = await shopperAt(NEW_YORK);
    for (const id of [EUROPE_USD, EXPRESS_HEAVY, "01900000-0000-7000-8000-00000000dead"]) {
      expect((await shopper.call("PUT", "/shipping-option", { id })).status).toBe(422);
    }
    const malformed = await shopper.call("PUT", "/shipping-option", { id: "express" });
    expect(malformed).toMatchObject({ status: 422, body: { errors: [{ pointer: "#/id" }] } });
    expect((await shopper.cart()).shipping_option).toBeUndefined();
  });

  it("follow the weight: a cart that gets too heavy drops its choice and is offered the next band", async () => {
    const shopper = await shopperAt(NEW_YORK, { grams: 500 }, 3);
    const chosen = await shopper.call("PUT", "/shipping-option", { id: EXPRESS_LIGHT });
    expect(chosen.body).toMatchObject({
      shipping_option: { id: EXPRESS_LIGHT, price: usd(1499) },
      totals: { shipping: usd(1499) },
    });
    const line = `/items/${chosen.body.items[0]?.id}`;
    const heavy = await shopper.call("PATCH", line, { quantity: 4 });
    expect(heavy.body.shipping_option).toBeUndefined();
    expect(heavy.body.totals.shipping).toEqual(usd(0));
    expect((await optionsOf(shopper)).map((option) => option.id)).toEqual([STANDARD_US, EXPRESS_HEAVY]);
    await shopper.call("PATCH", line, { quantity: 1 });
    expect((await shopper.cart()).shipping_option).toBeUndefined();
  });

  it("are kept when the cart changes and they still fit, and dropped by another destination", async () => {
    const shopper = await shopperAt(NEW_YORK);
    await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    const more = await shopper.add(await makeVariant({ grams: 90_000 }));
    expect(more.body.shipping_option?.id).toBe(STANDARD_US);
    const moved = await shopper.call("PUT", "/shipping-address", BERLIN);
    expect(moved.body.shipping_option).toBeUndefined();
  });
});

describe("the totals of a cart", () => {
  /** Subtotal, shipping, tax and total in cents. */
  async function totalsAt(address: object, option: string) {
    const shopper = await shopperAt(address, { price: "19.99" }, 3);
    const { body } = await shopper.call("PUT", "/shipping-option", { id: option });
    const { subtotal, shipping, tax, total } = body.totals;
    return [subtotal, shipping, tax, total].map((each) => each.amount);
  }

  it.each([
    ["New York, on goods and shipping", NEW_YORK, STANDARD_US, [5997, 599, 585, 7181]],
    ["new york in lower case", { ...NEW_YORK, region: " ny " }, STANDARD_US, [5997, 599, 585, 7181]],
    ["California, on goods only", { ...NEW_YORK, region: "CA" }, STANDARD_US, [5997, 599, 435, 7031]],
    ["Oregon, without a tax", { ...NEW_YORK, region: "OR" }, STANDARD_US, [5997, 599, 0, 6596]],
    ["Germany", BERLIN, EUROPE_USD, [5997, 1290, 1385, 8672]],
    [
      "Ontario rather than Canada",
      { ...NEW_YORK, region: "ON", country: "CA" },
      "01900000-0000-7000-8000-000000000321",
      [5997, 2490, 1103, 9590],
    ],
    [
      "Canada where no province has its own",
      { ...NEW_YORK, region: "BC", country: "CA" },
      "01900000-0000-7000-8000-000000000321",
      [5997, 2490, 424, 8911],
    ],
  ])("are exact to the cent with the tax of %s", async (_, address, option, expected) => {
    expect(await totalsAt(address, option)).toEqual(expected);
  });

  it("have a tax as soon as the address is known, and shipping once it is chosen", async () => {
    const shopper = await shopperAt(NEW_YORK, { price: "10.00" });
    expect((await shopper.cart()).totals).toMatchObject({ shipping: usd(0), tax: usd(89), total: usd(1089) });
  });

  it("are in euros for a cart in euros, shipping too", async () => {
    const handle = unique("euro");
    const csv = `Handle,Title,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price\n${handle},E,${handle},200,9,18.50`;
    await importCsv(csv, "?currency=EUR");
    const shopper = new Shopper();
    await shopper.call("POST", "/items", { sku: handle, quantity: 2, currency: "EUR" });
    await shopper.call("PUT", "/shipping-address", BERLIN);
    expect(await optionsOf(shopper)).toEqual([
      { id: EUROPE_EUR, name: "Parcel, up to 5 kg", price: eur(990), delivery: { min_days: 4, max_days: 7 } },
    ]);
    const { body } = await shopper.call("PUT", "/shipping-option", { id: EUROPE_EUR });
    // (3700 + 990) x 0.19 = 891.1
    expect(body.totals).toEqual({
      subtotal: eur(3700),
      discount: eur(0),
      shipping: eur(990),
      tax: eur(891),
      tax_included: eur(0),
      total: eur(5581),
    });
  });

  it("come with a quote_hash that changes when, and only when, what is agreed to changes", async () => {
    const shopper = await shopperAt(NEW_YORK);
    const { body: chosen } = await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    const { body: contact } = await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    expect(contact.quote_hash).toBe(chosen.quote_hash);
    const line = `/items/${chosen.items[0]?.id}`;
    const { body: more } = await shopper.call("PATCH", line, { quantity: 2 });
    expect(more.quote_hash).not.toBe(chosen.quote_hash);
    const { body: express } = await shopper.call("PUT", "/shipping-option", { id: EXPRESS_LIGHT });
    expect(express.quote_hash).not.toBe(more.quote_hash);
  });
});
