import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { setTaxCalculator, type TaxRequest } from "../../src/modules/tax/index.ts";
import type { Quote } from "../../src/modules/cart/quote.schema.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows } from "../support/api.ts";
import { makeVariant, NEW_YORK, placeOrder, STANDARD_US, type TestVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

type Rule = Quote["explanation"][number];

const usd = (amount: number) => ({ amount, currency: "USD" });
const { region: _, ...NOWHERE } = NEW_YORK;
const SYDNEY = { ...NOWHERE, city: "Sydney", postal_code: "2000", country: "AU" };
const INTERNATIONAL = "01900000-0000-7000-8000-000000000321";

let mug: TestVariant;
let book: TestVariant;
beforeAll(async () => {
  mug = await makeVariant({ stock: 1_000, price: "20.00", grams: 500, name: "Mug" });
  book = await makeVariant({ stock: 1_000, price: "10.70", grams: 500, name: "Book" });
  await rows("UPDATE product_variants SET tax_code = 'Books' WHERE id = ?", book.id);
});

async function staff(method: string, path: string, body: unknown) {
  const answer = await api(method, path, { body, headers: await asStaff() });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

async function shopperAt(address: object, option?: string, headers?: Record<string, string>) {
  const shopper = new Shopper();
  await shopper.call("POST", "/items", { variant_id: mug.id, quantity: 2 }, headers);
  await shopper.call("POST", "/items", { variant_id: book.id, quantity: 1 }, headers);
  await shopper.call("PUT", "/contact", { email: "ada@example.com" }, headers);
  await shopper.call("PUT", "/shipping-address", address, headers);
  if (option !== undefined) {
    const chosen = await shopper.call("PUT", "/shipping-option", { id: option }, headers);
    expect(chosen.status, JSON.stringify(chosen.body)).toBe(200);
  }
  return shopper;
}

async function quoteOf(shopper: Shopper, headers?: Record<string, string>): Promise<Quote> {
  const answer = await shopper.call<Quote>("POST", "/quote", undefined, headers);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

function codes(rules: readonly Rule[]): string[] {
  return rules.map((rule) => rule.code);
}

function ruleOf(quote: { explanation: Rule[] }, code: string, name?: string): Rule | undefined {
  return quote.explanation.find((rule) => rule.code === code && (name === undefined || rule.name === name));
}

describe("POST /cart/quote", () => {
  it("tells every rule that was looked at, what became of it, and the taxes of each line", async () => {
    const quote = await quoteOf(await shopperAt(NEW_YORK, STANDARD_US));
    // 40.00 + 10.70 + 5.99 = 56.69, x 0.08875 = 5.03
    expect(quote.totals).toEqual({
      ...{ subtotal: usd(5070), discount: usd(0), shipping: usd(599) },
      ...{ tax: usd(503), tax_included: usd(0), total: usd(6172) },
    });
    const tax = {
      name: "New York sales tax",
      jurisdiction: { country: "US", region: "NY" },
      rate_ppm: 88_750,
    };
    expect(quote.tax_lines).toEqual([{ ...tax, taxable: usd(5669), amount: usd(503) }]);
    expect(quote.items.map((item) => item.taxes)).toEqual([
      [{ ...tax, taxable: usd(4000), amount: usd(355) }],
      [{ ...tax, taxable: usd(1070), amount: usd(95) }],
    ]);
    expect(quote.shipping).toEqual({
      ...{ amount: usd(599), tax: usd(53), tax_included: usd(0) },
      taxes: [{ ...tax, taxable: usd(599), amount: usd(53) }],
    });
    expect(quote).toMatchObject({ rounding: "order", prices_include_tax: false });
    expect(codes(quote.explanation)).toEqual([
      "shipping_zone.matched",
      "shipping_rate.chosen",
      "shipping_rate.offered",
      "shipping_rate.too_light",
      "prices.without_tax",
      "rounding.order",
      "tax.applied",
      "shipping_tax.applied",
    ]);
    expect(ruleOf(quote, "tax.applied")).toMatchObject({
      applied: true,
      message: "New York sales tax (US, NY), 8.875 %: $5.03 on $56.69.",
      facts: { amount: 503, taxable_amount: 5669 },
    });
    expect(ruleOf(quote, "shipping_rate.too_light")?.message).toBe(
      "Express, over 2 kg carries from 2000 g on; this weighs 1500 g.",
    );
    for (const rule of quote.explanation) expect(rule.message, rule.code).not.toMatch(/[{}?]/);
  });

  it("changes nothing", async () => {
    const shopper = await shopperAt(NEW_YORK, STANDARD_US);
    const before = await shopper.cart();
    await quoteOf(shopper);
    expect((await shopper.cart()).version).toBe(before.version);
  });

  it("tells what stands in the way: no address, nothing to send, an address that is not served", async () => {
    const early = new Shopper();
    await early.add(mug);
    const quote = await quoteOf(early);
    expect(codes(quote.explanation)).toEqual(["shipping.address_missing"]);
    const file = new Shopper();
    await file.add(await makeVariant({ digital: true }));
    await file.call("PUT", "/shipping-address", { ...NOWHERE, country: "AQ" });
    expect(ruleOf(await quoteOf(file), "shipping.not_needed")?.applied).toBe(true);
    expect(ruleOf(await quoteOf(file), "tax.none")?.applied).toBe(false);
    const far = await shopperAt({ ...NOWHERE, country: "AQ" });
    const refused = await far.call("POST", "/quote");
    expect(refused).toMatchObject({
      status: 422,
      body: { code: "shipping.not_served", country: "AQ", errors: [{ pointer: "#/shipping_address" }] },
    });
    expect((await quoteOf(new Shopper())).totals.total).toEqual(usd(0));
  });

  it("tells how far free shipping is, which zone gave way, and which rates are off", async () => {
    const quote = await quoteOf(await shopperAt(SYDNEY, INTERNATIONAL));
    expect(ruleOf(quote, "free_shipping.not_reached")).toMatchObject({
      message: "International is free from $500.00 on; $449.30 are missing.",
      facts: { missing_amount: 44_930 },
    });
    const honolulu = await quoteOf(await shopperAt({ ...NEW_YORK, region: "HI" }));
    expect(ruleOf(honolulu, "shipping_zone.matched")).toMatchObject({ name: "Alaska and Hawaii" });
    expect(ruleOf(honolulu, "shipping_zone.less_specific")).toMatchObject({
      name: "United States",
      applied: false,
    });
    expect(honolulu.shipping_options.map((option) => option.name)).toEqual(["Air"]);
    expect(ruleOf(honolulu, "shipping_rate.offered")?.applied).toBe(false);
    await rows("UPDATE shipping_rates SET active = 0 WHERE name = 'Air'");
    const off = await (await shopperAt({ ...NEW_YORK, region: "HI" })).call("POST", "/quote");
    expect(off).toMatchObject({ status: 422, body: { code: "shipping.not_served" } });
    await rows("UPDATE shipping_rates SET active = 1 WHERE name = 'Air'");
  });

  it("reads prices, stock, rates and taxes from the database, not from what the cart remembers", async () => {
    const variant = await makeVariant({ stock: 5, price: "10.00" });
    const shopper = new Shopper();
    await shopper.add(variant, 2);
    await shopper.call("PUT", "/shipping-address", { ...NEW_YORK, region: "TX" });
    await shopper.call("PUT", "/shipping-option", { id: STANDARD_US });
    await shopper.call("PUT", "/contact", { email: "ada@example.com" });
    const remembered = await shopper.cart();
    await rows("UPDATE variant_prices SET amount = 1100 WHERE variant_id = ?", variant.id);
    await rows("UPDATE stock_levels SET on_hand = 3 WHERE variant_id = ?", variant.id);
    await rows("UPDATE tax_rules SET rate_ppm = 100000 WHERE name = 'Texas sales tax'");
    const quote = await quoteOf(shopper);
    await rows("UPDATE tax_rules SET rate_ppm = 82500 WHERE name = 'Texas sales tax'");
    expect(quote.totals).toMatchObject({
      subtotal: usd(2200),
      shipping: usd(599),
      tax: usd(280),
      total: usd(3079),
    });
    expect(quote.items[0]?.problems).toMatchObject([{ code: "price_changed", previous_price: usd(1000) }]);
    expect(quote.quote_hash).not.toBe(remembered.quote_hash);
    const fresh = await quoteOf(shopper);
    const placed = await placeOrder(shopper.token ?? "", {
      payment_method: "pm_card_visa",
      quote_hash: fresh.quote_hash,
    });
    expect(placed).toMatchObject({ status: 201, body: { totals: fresh.totals } });
    await eventsDelivered();
  });
});

describe("where prices include tax", () => {
  it("totals tell the tax in them, and the order is paid as it was quoted and explained", async () => {
    const shopper = await shopperAt(SYDNEY, INTERNATIONAL);
    const cart = await shopper.cart();
    // 7560 x 10/110 = 687.27
    expect(cart.totals).toEqual({
      ...{ subtotal: usd(5070), discount: usd(0), shipping: usd(2490) },
      ...{ tax: usd(0), tax_included: usd(687), total: usd(7560) },
    });
    const quote = await quoteOf(shopper);
    expect(quote).toMatchObject({
      totals: cart.totals,
      quote_hash: cart.quote_hash,
      prices_include_tax: true,
    });
    const placed = await placeOrder(shopper.token ?? "");
    expect(placed.status, JSON.stringify(placed.body)).toBe(201);
    const order = placed.body;
    expect(order.totals).toEqual(cart.totals);
    expect(order.prices_include_tax).toBe(true);
    const included = order.line_items.map((line) => line.tax_included.amount);
    const onShipping = order.shipping_taxes.map((tax) => tax.amount.amount);
    expect([...included, ...onShipping].reduce((sum, each) => sum + each, 0)).toBe(687);
    expect(order.line_items[0]?.taxes).toEqual(quote.items[0]?.taxes);
    expect(order.tax_lines).toEqual(quote.tax_lines);
    const headers = { "X-Order-Token": order.access_token };
    const read = await api("GET", `/api/v1/orders/${order.id}`, { headers });
    expect(read.body).toMatchObject({
      totals: order.totals,
      tax_lines: order.tax_lines,
      line_items: order.line_items,
    });
    const why = await api<{ rules: Rule[] }>("GET", `/api/v1/orders/${order.id}/explanation`, { headers });
    expect(why.body).toMatchObject({ totals: order.totals, prices_include_tax: true, rounding: "order" });
    expect(codes(why.body.rules)).toEqual(codes(quote.explanation));
    expect(why.body.rules).toEqual(quote.explanation);
    expect((await api("GET", `/api/v1/orders/${order.id}/explanation`)).status).toBe(401);
    await eventsDelivered();
  });

  it("a product's class has its own rate, and other classes the standard one", async () => {
    await staff("PUT", "/api/v1/tax/settings/DE", { prices_include_tax: true });
    const berlin = { ...NOWHERE, city: "Berlin", postal_code: "10117", country: "DE" };
    const quote = await quoteOf(await shopperAt(berlin, "01900000-0000-7000-8000-000000000311"));
    await api("DELETE", "/api/v1/tax/settings/DE", { headers: await asStaff() });
    // (4000 + 1290) x 19/119 = 844.62; 1070 x 7/107 = 70
    expect(quote.tax_lines.map((line) => [line.name, line.taxable.amount, line.amount.amount])).toEqual([
      ["MwSt. (reduced)", 1000, 70],
      ["MwSt.", 4445, 845],
    ]);
    expect(quote.totals).toMatchObject({ tax: usd(0), tax_included: usd(915), total: usd(6360) });
  });
});

describe("taxes", () => {
  it("of one priority give way to the narrower place; those of another priority are added", async () => {
    const quebec = { ...NOWHERE, city: "Montréal", region: "QC", postal_code: "H2Y 1C6", country: "CA" };
    const quote = await quoteOf(await shopperAt(quebec, INTERNATIONAL));
    expect(quote.tax_lines.map((line) => [line.name, line.amount.amount])).toEqual([
      ["GST", 378],
      ["QST", 754],
    ]);
    const tenerife = { ...NOWHERE, city: "Santa Cruz", postal_code: "38001", country: "ES" };
    const island = await quoteOf(await shopperAt(tenerife));
    expect(island.tax_lines.map((line) => line.name)).toEqual(["IGIC"]);
    expect(ruleOf(island, "tax.replaced", "IVA")).toMatchObject({ applied: false });
  });

  it("are not charged on what is not taxable", async () => {
    const untaxed = await makeVariant({ price: "10.00", name: "Stamp" });
    await rows("UPDATE product_variants SET taxable = 0 WHERE id = ?", untaxed.id);
    const shopper = new Shopper();
    await shopper.add(untaxed);
    await shopper.call("PUT", "/shipping-address", { ...NEW_YORK, region: "CA" });
    const quote = await quoteOf(shopper);
    expect(quote.totals.tax).toEqual(usd(0));
    expect(ruleOf(quote, "line.not_taxable")?.name).toBe("Stamp");
    expect(ruleOf(quote, "tax.no_base")).toMatchObject({ applied: false });
  });

  it("can be rounded on every line", async () => {
    await staff("POST", "/api/v1/tax/rates", { name: "Tenth", country: "IE", rate_ppm: 100_000 });
    await staff("PUT", "/api/v1/tax/settings/IE", { prices_include_tax: false, rounding: "line" });
    const shopper = new Shopper();
    for (const name of ["a", "b", "c"])
      await shopper.add(await makeVariant({ price: "1.05", digital: true, name }));
    await shopper.call("PUT", "/shipping-address", { ...NOWHERE, country: "IE" });
    expect(await quoteOf(shopper)).toMatchObject({ rounding: "line", totals: { tax: usd(33) } });
    await staff("PUT", "/api/v1/tax/settings/IE", { prices_include_tax: false, rounding: "order" });
    expect(await quoteOf(shopper)).toMatchObject({ rounding: "order", totals: { tax: usd(32) } });
  });
});

describe("a tax calculator in the place of the shop's table", () => {
  afterEach(() => setTaxCalculator(undefined));

  it("is asked for the classes in the cart, and its rates are quoted, ordered and kept", async () => {
    const asked: TaxRequest[] = [];
    setTaxCalculator({
      taxesFor: async (_ctx, request) => {
        asked.push(request);
        return request.taxClasses.map((taxClass) => ({
          ...{ id: `city-${taxClass}`, name: `City tax on ${taxClass}`, taxClass, appliesToShipping: false },
          ratePpm: taxClass === "books" ? 10_000 : 20_000,
        }));
      },
    });
    const shopper = await shopperAt(NEW_YORK, STANDARD_US);
    const quote = await quoteOf(shopper);
    expect(asked.at(-1)).toMatchObject({
      destination: { country: "US", region: "NY", city: "New York" },
      taxClasses: ["books", "standard"],
      table: [{ name: "New York sales tax" }],
    });
    // 4000 x 0.02 + 1070 x 0.01 = 80 + 10.7
    expect(quote.totals).toMatchObject({ tax: usd(91), total: usd(5760) });
    const placed = await placeOrder(shopper.token ?? "", {
      payment_method: "pm_card_visa",
      quote_hash: quote.quote_hash,
    });
    expect(placed, JSON.stringify(placed.body)).toMatchObject({
      status: 201,
      body: { totals: quote.totals, tax_lines: quote.tax_lines },
    });
    await eventsDelivered();
  });

  it("that fails costs no sale: the shop's own rates hold", async () => {
    setTaxCalculator({ taxesFor: () => Promise.reject(new Error("the service is down")) });
    const quote = await quoteOf(await shopperAt(NEW_YORK, STANDARD_US));
    expect(quote.totals.tax).toEqual(usd(503));
  });
});

describe("a customer who is exempt from tax", () => {
  async function exempt(body: object) {
    const customer = await makeUser();
    await staff("PUT", `/api/v1/customers/${customer.id}/tax-exemption`, body);
    return customer;
  }

  it("pays none at quote and order, and prices with tax without it", async () => {
    const { headers } = await exempt({ reason: "resale", certificate: unique("cert") });
    const shopper = await shopperAt(NEW_YORK, STANDARD_US, headers);
    const quote = await quoteOf(shopper, headers);
    expect(quote.totals).toMatchObject({ tax: usd(0), total: usd(5669) });
    expect(ruleOf(quote, "exemption.applied")?.message).toBe("The customer is exempt from tax (resale).");
    expect(ruleOf(quote, "tax.exempt")).toMatchObject({ name: "New York sales tax", applied: false });
    await shopper.call("PUT", "/shipping-address", SYDNEY, headers);
    const { body: abroad } = await shopper.call("PUT", "/shipping-option", { id: INTERNATIONAL }, headers);
    // 20.00 without a tenth is 18.18, 10.70 is 9.73, 24.90 is 22.64
    expect(abroad.totals).toMatchObject({
      ...{ subtotal: usd(4609), shipping: usd(2264), tax: usd(0), tax_included: usd(0), total: usd(6873) },
    });
    const placed = await api<{ totals: unknown; line_items: { unit_price: unknown }[] }>(
      "POST",
      "/api/v1/orders",
      {
        body: { payment_method: "pm_card_visa" },
        headers: { ...headers, "Idempotency-Key": unique("key") },
      },
    );
    expect(placed, JSON.stringify(placed.body)).toMatchObject({
      status: 201,
      body: { totals: abroad.totals },
    });
    expect(placed.body.line_items.map((line) => line.unit_price)).toEqual([usd(1818), usd(973)]);
    await eventsDelivered();
  });

  it("is shown everywhere what is charged where prices include tax", async () => {
    const { headers } = await exempt({ reason: "other" });
    const cup = await makeVariant({ price: "22.00" });
    const shopper = new Shopper();
    await shopper.call("POST", "/items", { variant_id: cup.id, quantity: 2 }, headers);
    await shopper.call("PUT", "/shipping-address", SYDNEY, headers);
    // 24.90 without a tenth is 22.64
    const priceOf = (options: { id: string; price: unknown }[]) =>
      options.find((option) => option.id === INTERNATIONAL)?.price;
    const options = await shopper.call<{ data: { id: string; price: unknown }[] }>(
      ...["GET", "/shipping-options", undefined, headers],
    );
    expect(priceOf(options.body.data)).toEqual(usd(2264));
    const { body: chosen } = await shopper.call("PUT", "/shipping-option", { id: INTERNATIONAL }, headers);
    expect(chosen).toMatchObject({ shipping_option: { price: usd(2264) }, totals: { shipping: usd(2264) } });
    const quote = await quoteOf(shopper, headers);
    expect(priceOf(quote.shipping_options)).toEqual(usd(2264));
    expect(ruleOf(quote, "shipping_rate.chosen")?.facts).toMatchObject({ amount: 2264 });

    await rows("UPDATE variant_prices SET amount = 3300 WHERE variant_id = ?", cup.id);
    const refused = await api<{ differences: unknown[] }>("POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa" },
      headers: { ...headers, "Idempotency-Key": unique("key") },
    });
    const [price] = refused.body.differences;
    expect(price).toMatchObject({ code: "price_changed", before: usd(2000), after: usd(3000) });
    const [item] = (await shopper.call("GET", "", undefined, headers)).body.items;
    expect(item).toMatchObject({
      unit_price: usd(3000),
      problems: [{ code: "price_changed", previous_price: usd(2000) }],
    });
    const accepted = await shopper.call("POST", "/accept-changes", undefined, headers);
    expect(accepted.body).toMatchObject({ changes: [{ previous_price: usd(2000), unit_price: usd(3000) }] });
  });

  it("pays it again after the exemption has ended", async () => {
    const { headers } = await exempt({ reason: "other", valid_until: "2026-01-31" });
    const quote = await quoteOf(await shopperAt(NEW_YORK, STANDARD_US, headers), headers);
    expect(quote.totals.tax).toEqual(usd(503));
    expect(ruleOf(quote, "exemption.expired")).toMatchObject({
      applied: false,
      facts: { valid_until: "2026-01-31" },
    });
  });

  it("is told when the exemption comes between quote and order", async () => {
    const customer = await makeUser();
    const { headers } = customer;
    const quote = await quoteOf(await shopperAt(NEW_YORK, STANDARD_US, headers), headers);
    await staff("PUT", `/api/v1/customers/${customer.id}/tax-exemption`, { reason: "diplomatic" });
    const placed = await api("POST", "/api/v1/orders", {
      body: { payment_method: "pm_card_visa", quote_hash: quote.quote_hash },
      headers: { ...headers, "Idempotency-Key": unique("key") },
    });
    expect(placed).toMatchObject({ status: 409, body: { code: "checkout.cart_changed" } });
  });
});
