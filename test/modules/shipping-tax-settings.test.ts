import { beforeAll, describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { type Answer, api, asStaff, rows, value } from "../support/api.ts";
import { makeVariant, NEW_YORK, type TestVariant, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const ZONES = "/api/v1/shipping/zones";
const RATES = "/api/v1/tax/rates";
const SETTINGS = "/api/v1/tax/settings";

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return api(method, path, {
    ...(body === undefined ? {} : { body }),
    headers: { ...(await asStaff()), ...headers },
  });
}

function expectProblem(answer: Answer, status: number, code: string, pointer?: string): void {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status, body: { status, code } });
  if (pointer === undefined) return;
  expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
}

const usd = (amount: number) => ({ amount, currency: "USD" });

let variant: TestVariant;
beforeAll(async () => {
  variant = await makeVariant({ stock: 100, price: "20.00", grams: 500 });
});

/** A cart of two units, 40 USD and 1 kg, that goes there; the options by name with their prices. */
async function optionsAt(address: object): Promise<Record<string, number>> {
  const shopper = new Shopper();
  await shopper.add(variant, 2);
  await shopper.call("PUT", "/shipping-address", { ...NEW_YORK, region: null, ...address });
  const { body } = await shopper.call<{ data: { name: string; price: { amount: number } }[] }>(
    "GET",
    "/shipping-options",
  );
  return Object.fromEntries(body.data.map(({ name, price }) => [name, price.amount]));
}

async function zoneWith(regions: object[], rate?: string): Promise<string> {
  const zone = await call("POST", ZONES, { name: unique("zone"), regions });
  expect(zone.status, JSON.stringify(zone.body)).toBe(201);
  const id = zone.body["id"] as string;
  if (rate !== undefined) {
    const made = await call("POST", `${ZONES}/${id}/rates`, { name: rate, price: usd(100) });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
  return id;
}

describe("shipping zones", () => {
  it("are made, read, listed, replaced and deleted, with ETags and an audit trail", async () => {
    const name = unique("Nordics");
    const made = await call("POST", ZONES, {
      name,
      regions: [{ country: "SE" }, { country: "NO", region: "03" }],
    });
    expect(made).toMatchObject({ status: 201, body: { name, rates: [], version: 1 } });
    const path = made.headers.get("Location") ?? "";
    const read = await call("GET", path);
    expect(read.body).toEqual(made.body);
    const listed = await call("GET", `${ZONES}?limit=100`);
    expect((listed.body["data"] as { id: string }[]).map((zone) => zone.id)).toContain(made.body["id"]);
    const etag = read.headers.get("ETag") ?? "";
    const body = { name, regions: [{ country: "FI" }] };
    const replaced = await call("PUT", path, body, { "If-Match": etag });
    expect(replaced).toMatchObject({ status: 200, body: { regions: [{ country: "FI" }], version: 2 } });
    expectProblem(await call("PUT", path, body, { "If-Match": etag }), 412, "resource.precondition_failed");
    expectProblem(
      await call("DELETE", path, undefined, { "If-Match": etag }),
      412,
      "resource.precondition_failed",
    );
    expect((await call("DELETE", path)).status).toBe(204);
    expectProblem(await call("GET", path), 404, "resource.not_found");
    const audit = await rows<{ action: string }>(
      "SELECT action FROM audit_log WHERE entity_id = ? ORDER BY at",
      made.body["id"],
    );
    expect(audit.map((entry) => entry.action).sort()).toEqual([
      "shipping_zone.create",
      "shipping_zone.delete",
      "shipping_zone.replace",
    ]);
  });

  it("of two replacements that name the same version one is 412, and the other one is whole", async () => {
    const id = await zoneWith([{ country: "IS" }]);
    const put = (country: string) =>
      call("PUT", `${ZONES}/${id}`, { name: unique("race"), regions: [{ country }] }, { "If-Match": '"1"' });
    const answers = await Promise.all([put("GL"), put("FO")]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    const winner = answers.find((answer) => answer.status === 200);
    expect((await call("GET", `${ZONES}/${id}`)).body).toEqual(winner?.body);
  });

  it("cannot take a place that another zone has: 409 names it, and nothing is written", async () => {
    const taken = await zoneWith([{ country: "PT" }, { country: "PT", postal_pattern: "9000-9999" }]);
    const before = await value("SELECT COUNT(*) FROM shipping_zones");
    for (const place of [
      { country: "PT" },
      { country: "PT", postal_pattern: "9500-9600" },
      { country: "PT", postal_pattern: "95-97" },
      { country: "PT", postal_pattern: "99990-99999" },
    ]) {
      const answer = await call("POST", ZONES, { name: unique("zone"), regions: [{ country: "LU" }, place] });
      expectProblem(answer, 409, "shipping.place_taken");
      expect(answer.body).toMatchObject({ zone: { id: taken }, place: { country: "PT" } });
    }
    expect(await value("SELECT COUNT(*) FROM shipping_zones")).toBe(before);
    expect(await value("SELECT COUNT(*) FROM shipping_zone_places WHERE country = 'LU'")).toBe(0);
    const twice = await call("POST", ZONES, {
      name: unique("zone"),
      regions: [{ country: "LU" }, { country: "LU" }],
    });
    expectProblem(twice, 422, "request.invalid", "#/regions");
    const parallel = await Promise.all(
      Array.from({ length: 6 }, () =>
        call("POST", ZONES, { name: unique("zone"), regions: [{ country: "MT" }] }),
      ),
    );
    expect(parallel.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it("of the first release can be deleted, with the regions that it still has", async () => {
    const id = crypto.randomUUID();
    await rows("INSERT INTO shipping_zones (id, name) VALUES (?, ?)", id, unique("zone"));
    await rows("INSERT INTO shipping_zone_regions (zone_id, country) VALUES (?, 'ZW')", id);
    expect((await call("DELETE", `${ZONES}/${id}`)).status).toBe(204);
    expect(await value("SELECT COUNT(*) FROM shipping_zone_regions WHERE zone_id = ?", id)).toBe(0);
  });

  it("for a ZIP have each ZIP+4 in it; only in the United States", async () => {
    await zoneWith(
      [
        { country: "US", postal_pattern: "73301" },
        { country: "LT", postal_pattern: "73301" },
      ],
      "ZIP",
    );
    await zoneWith([{ country: "US", postal_pattern: "73301-0002" }], "ZIP+4");
    const at = (country: string, postal_code: string) => optionsAt({ country, postal_code, region: "TX" });
    expect(await at("US", "73301")).toEqual({ ZIP: 100 });
    expect(await at("US", "73301-0001")).toEqual({ ZIP: 100 });
    expect(await at("US", "73301 0002")).toEqual({ "ZIP+4": 100 });
    expect(await at("LT", "73301")).toEqual({ ZIP: 100 });
    for (const [country, code] of [
      ["LT", "73301-0001"],
      ["US", "73301-001"],
      ["US", "73302-0001"],
    ] as const) {
      expect(await at(country, code), `${country} ${code}`).not.toHaveProperty("ZIP");
    }
  });

  it("have names of their own", async () => {
    const name = unique("name");
    await call("POST", ZONES, { name, regions: [] });
    expectProblem(await call("POST", ZONES, { name, regions: [] }), 409, "shipping.zone_name_taken");
  });

  it.each([
    [{ regions: [] }, "#/name"],
    [{ name: "", regions: [] }, "#/name"],
    [{ name: "z" }, "#/regions"],
    [{ name: "z", regions: [{ country: "usa" }] }, "#/regions/0/country"],
    [{ name: "z", regions: [{ country: "*", region: "NY" }] }, "#/regions/0/country"],
    [{ name: "z", regions: [{ country: "US", postal_pattern: "7%5" }] }, "#/regions/0/postal_pattern"],
    [{ name: "z", regions: [{ country: "US", postal_pattern: "2000-1000" }] }, "#/regions/0/postal_pattern"],
    [{ name: "z", regions: [], more: 1 }, "#/more"],
  ])("%j is 422 with a pointer", async (body, pointer) => {
    expectProblem(await call("POST", ZONES, body), 422, "request.invalid", pointer);
  });

  it("ship by the narrowest place that has the address", async () => {
    await zoneWith([{ country: "BE" }], "country");
    await zoneWith([{ country: "BE", region: "VAN" }], "region");
    await zoneWith([{ country: "BE", postal_pattern: "2*" }], "prefix");
    await zoneWith([{ country: "BE", postal_pattern: "2000-2099" }], "range");
    await zoneWith([{ country: "BE", postal_pattern: "2018" }], "exact");
    const at = (postal_code: string, region?: string) => optionsAt({ country: "BE", postal_code, region });
    expect(await at("1000")).toEqual({ country: 100 });
    expect(await at("1000", "van")).toEqual({ region: 100 });
    expect(await at("2600", "VAN")).toEqual({ prefix: 100 });
    expect(await at("2050")).toEqual({ range: 100 });
    expect(await at("20 50")).toEqual({ range: 100 });
    expect(await at("2018")).toEqual({ exact: 100 });
    expect(await at("201A")).toEqual({ prefix: 100 });
    expect(await at("2")).toEqual({ prefix: 100 });
    expect(await at("")).toEqual({ country: 100 });
  });

  it("can be for everywhere else", async () => {
    expect(await optionsAt({ country: "UY" })).toEqual({});
    const id = await zoneWith([{ country: "*" }], "world");
    expect(await optionsAt({ country: "UY" })).toEqual({ world: 100 });
    expect(await optionsAt({ country: "US", region: "NY" })).not.toHaveProperty("world");
    await call("DELETE", `${ZONES}/${id}`);
  });
});

describe("shipping rates", () => {
  it("are made, read, listed, replaced and deleted", async () => {
    const zone = await zoneWith([]);
    const body = {
      name: "Standard",
      price: usd(599),
      max_weight_grams: 20_000,
      free_from: usd(10_000),
      delivery: { min_days: 2, max_days: 4 },
    };
    const made = await call("POST", `${ZONES}/${zone}/rates`, body);
    expect(made).toMatchObject({
      status: 201,
      body: { ...body, zone_id: zone, min_weight_grams: 0, active: true },
    });
    const path = made.headers.get("Location") ?? "";
    expect((await call("GET", path)).body).toEqual(made.body);
    expect((await call("GET", `${ZONES}/${zone}/rates`)).body["data"]).toEqual([made.body]);
    expect((await call("GET", `${ZONES}/${zone}`)).body["rates"]).toEqual([made.body]);
    const put = () => call("PUT", path, { name: "Slow", price: usd(1) }, { "If-Match": '"1"' });
    const answers = await Promise.all([put(), put()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expect((await call("GET", path)).body).toMatchObject({ name: "Slow", version: 2 });
    expect((await call("GET", path)).body["free_from"]).toBeUndefined();
    const elsewhere = path.replace(zone, await zoneWith([]));
    expectProblem(await call("GET", elsewhere), 404, "resource.not_found");
    expect((await call("DELETE", path)).status).toBe(204);
    expectProblem(await call("GET", path), 404, "resource.not_found");
    const nowhere = `${ZONES}/01900000-0000-7000-8000-00000000dead/rates`;
    expectProblem(await call("POST", nowhere, body), 404, "resource.not_found");
  });

  it.each([
    [{ price: usd(-1) }, "#/price/amount"],
    [{ price: usd(1e12) }, "#/price/amount"],
    [{ price: usd(1.5) }, "#/price/amount"],
    [{ price: { amount: 1, currency: "usd" } }, "#/price/currency"],
    [{ min_weight_grams: 5, max_weight_grams: 5 }, "#/max_weight_grams"],
    [{ min_weight_grams: -5 }, "#/min_weight_grams"],
    [{ min_subtotal: usd(5), max_subtotal: usd(5) }, "#/max_subtotal/amount"],
    [{ free_from: { amount: 5, currency: "EUR" } }, "#/free_from/currency"],
    [{ delivery: { min_days: 3, max_days: 2 } }, "#/delivery/max_days"],
    [{ delivery: { min_days: 3 } }, "#/delivery/max_days"],
    [{ tax_class: "" }, "#/tax_class"],
    [{ amount: 5 }, "#/amount"],
  ])("%j is 422 with a pointer", async (change, pointer) => {
    const zone = await zoneWith([]);
    const body = { name: "Bad", price: usd(100), ...change };
    expectProblem(await call("POST", `${ZONES}/${zone}/rates`, body), 422, "request.invalid", pointer);
  });

  it("in a currency that is not sold are 422", async () => {
    const zone = await zoneWith([]);
    const body = { name: "Bad", price: { amount: 1, currency: "XAF" } };
    const answer = await call("POST", `${ZONES}/${zone}/rates`, body);
    expectProblem(answer, 422, "pricing.currency_not_sold", "#/price/currency");
  });

  it("carry bands of weight and subtotal, are free from a threshold on, in their order, and hidden when inactive", async () => {
    const zone = await zoneWith([{ country: "CZ" }]);
    const add = (name: string, price: number, more: object) =>
      call("POST", `${ZONES}/${zone}/rates`, { name, price: usd(price), ...more });
    await add("heavy", 1, { min_weight_grams: 1001, position: 1 });
    await add("light", 2, { max_weight_grams: 1000, position: 2 });
    await add("exactly", 3, { min_weight_grams: 1000, max_weight_grams: 1001, position: 3 });
    await add("rich", 4, { min_subtotal: usd(4001), position: 4 });
    await add("poor", 5, { max_subtotal: usd(4000), position: 5 });
    await add("middle", 6, { min_subtotal: usd(4000), max_subtotal: usd(4001), position: 6 });
    await add("free", 7, { free_from: usd(4000), position: 8 });
    await add("not free", 8, { free_from: usd(4001), position: 7 });
    await add("off", 9, { active: false });
    await call("POST", `${ZONES}/${zone}/rates`, { name: "euros", price: { amount: 1, currency: "EUR" } });
    const options = await optionsAt({ country: "CZ" });
    expect(Object.entries(options)).toEqual([
      ["exactly", 3],
      ["middle", 6],
      ["not free", 8],
      ["free", 0],
    ]);
  });

  it("of another zone cannot be chosen: 422", async () => {
    const shopper = new Shopper();
    await shopper.add(variant);
    await shopper.call("PUT", "/shipping-address", NEW_YORK);
    const zone = await zoneWith([{ country: "HU" }]);
    const other = await call("POST", `${ZONES}/${zone}/rates`, { name: "Hungary", price: usd(1) });
    const answer = await shopper.call("PUT", "/shipping-option", { id: other.body["id"] as string });
    expectProblem(answer, 422, "cart.shipping_option_unavailable", "#/id");
  });
});

describe("tax rates", () => {
  it("are made, read, listed, replaced and deleted", async () => {
    const body = { name: "Moms", country: "DK", rate_ppm: 250_000, tax_class: "Things" };
    const made = await call("POST", RATES, body);
    expect(made).toMatchObject({
      status: 201,
      body: { ...body, tax_class: "things", priority: 1, applies_to_shipping: false, version: 1 },
    });
    const path = made.headers.get("Location") ?? "";
    expect((await call("GET", path)).body).toEqual(made.body);
    expect((await call("GET", `${RATES}?country=DK`)).body["data"]).toEqual([made.body]);
    const put = (rate_ppm: number) => call("PUT", path, { ...body, rate_ppm }, { "If-Match": '"1"' });
    const answers = await Promise.all([put(1), put(2)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    expectProblem(await call("POST", RATES, { ...body, name: "Again" }), 409, "tax.rate_taken");
    expect((await call("POST", RATES, { ...body, priority: 2 })).status).toBe(201);
    expect((await call("DELETE", path)).status).toBe(204);
    expectProblem(await call("DELETE", path), 404, "resource.not_found");
    expect(await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ?", made.body["id"])).toBe(3);
  });

  it("cannot overlap those of their class and priority: 409 names the other, and nothing is written", async () => {
    const rate = (postal_pattern: string, more: object = {}) => {
      return { name: `Tax ${postal_pattern}`, country: "BG", postal_pattern, rate_ppm: 1, ...more };
    };
    const made = await call("POST", RATES, rate("1000-1999"));
    const high = await call("POST", RATES, rate("2000-2999"));
    expect([made.status, high.status]).toEqual([201, 201]);
    for (const pattern of [
      "1000-1999",
      "0500-1000",
      "1999-2500",
      "1500-1600",
      "10-11",
      "19999-20000",
      "15000-15999",
    ]) {
      const answer = await call("POST", RATES, rate(pattern));
      expectProblem(answer, 409, "tax.rate_taken");
      expect([made.body["id"], high.body["id"]]).toContain((answer.body["rate"] as { id: string }).id);
    }
    const [path, self] = [made.headers.get("Location") ?? "", made.body["id"]];
    expectProblem(await call("PUT", path, rate("1500-2500")), 409, "tax.rate_taken");
    expect((await call("GET", path)).body).toEqual(made.body);
    expect(await call("PUT", path, rate("1500-1999"))).toMatchObject({ status: 200, body: { id: self } });
    await expect(
      rows("UPDATE tax_rules SET postal_from = '1500', postal_to = '2500' WHERE id = ?", self),
    ).rejects.toThrow("tax_rules_no_overlap");
    for (const other of [
      rate("1000-1499"),
      rate("15-25", { priority: 2 }),
      rate("15-25", { tax_class: "books" }),
      rate("15-25", { region: "22" }),
      rate("15-25", { country: "RO" }),
      rate("1*"),
      rate("1500"),
    ]) {
      expect((await call("POST", RATES, other)).status, JSON.stringify(other)).toBe(201);
    }
    const parallel = await Promise.all(
      ["50-59", "500-599", "5000-5999", "50000-59999"].map((pattern) => call("POST", RATES, rate(pattern))),
    );
    expect(parallel.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
  });

  it("are listed page by page", async () => {
    const country = "BR";
    for (const priority of [1, 2, 3])
      await call("POST", RATES, { name: "Tax", country, rate_ppm: 1, priority });
    const first = await call("GET", `${RATES}?country=${country}&limit=2`);
    const { next_cursor, has_more } = first.body["pagination"] as { next_cursor: string; has_more: boolean };
    expect(has_more).toBe(true);
    const second = await call("GET", `${RATES}?country=${country}&limit=2&cursor=${next_cursor}`);
    const priorities = [first, second].flatMap((page) =>
      (page.body["data"] as { priority: number }[]).map((rate) => rate.priority),
    );
    expect(priorities).toEqual([1, 2, 3]);
    expectProblem(await call("GET", `${RATES}?limit=2&cursor=${next_cursor}`), 422, "request.invalid");
  });

  it.each([
    [{ rate_ppm: 1_000_001 }, "#/rate_ppm"],
    [{ rate_ppm: -1 }, "#/rate_ppm"],
    [{ rate_ppm: 0.5 }, "#/rate_ppm"],
    [{ country: "denmark" }, "#/country"],
    [{ country: "*", region: "X" }, "#/country"],
    [{ priority: 0 }, "#/priority"],
    [{ priority: 10 }, "#/priority"],
    [{ postal_pattern: "**" }, "#/postal_pattern"],
    [{ name: " " }, "#/name"],
  ])("%j is 422 with a pointer", async (change, pointer) => {
    const body = { name: "Tax", country: "EE", rate_ppm: 1, ...change };
    expectProblem(await call("POST", RATES, body), 422, "request.invalid", pointer);
  });
});

describe("tax settings", () => {
  it("are made, replaced and deleted by country; those for all others stay", async () => {
    const path = `${SETTINGS}/NZ`;
    expectProblem(await call("GET", path), 404, "resource.not_found");
    expectProblem(
      await call("PUT", path, { prices_include_tax: true }, { "If-Match": '"1"' }),
      412,
      "resource.precondition_failed",
    );
    const made = await call("PUT", path, { prices_include_tax: true });
    expect(made).toMatchObject({
      status: 201,
      body: { country: "NZ", prices_include_tax: true, rounding: "order" },
    });
    const put = () =>
      call("PUT", path, { prices_include_tax: false, rounding: "line" }, { "If-Match": '"1"' });
    const answers = await Promise.all([put(), put()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    const listed = await call("GET", `${SETTINGS}?limit=100`);
    expect((listed.body["data"] as { country: string }[])[0]?.country).toBe("default");
    expect((await call("DELETE", path)).status).toBe(204);
    expectProblem(await call("DELETE", `${SETTINGS}/default`), 409, "tax.default_settings");
    expectProblem(await call("PUT", `${SETTINGS}/nz`, { prices_include_tax: true }), 422, "request.invalid");
    expectProblem(
      await call("PUT", path, { prices_include_tax: true, rounding: "half_even" }),
      422,
      "request.invalid",
      "#/rounding",
    );
  });
});

describe("a customer's exemption from tax", () => {
  it("is set, read and ended by staff, and the audit log does not hold its certificate", async () => {
    const customer = await makeUser();
    const path = `/api/v1/customers/${customer.id}/tax-exemption`;
    expectProblem(await call("GET", path), 404, "resource.not_found");
    const body = { reason: "reverse_charge", certificate: "DE-SECRET-1", valid_until: "2099-12-31" };
    const made = await call("PUT", path, body);
    expect(made).toMatchObject({ status: 201, body: { ...body, customer_id: customer.id, version: 1 } });
    expect(await call("PUT", path, { reason: "resale" }, { "If-Match": '"1"' })).toMatchObject({
      status: 200,
    });
    expectProblem(
      await call("PUT", path, { reason: "resale" }, { "If-Match": '"1"' }),
      412,
      "resource.precondition_failed",
    );
    expect((await call("DELETE", path)).status).toBe(204);
    expect(
      await value("SELECT COUNT(*) FROM audit_log WHERE entity_id = ? AND entity = 'customer'", customer.id),
    ).toBe(3);
    expect(
      await value(
        "SELECT COUNT(*) FROM audit_log WHERE after LIKE '%DE-SECRET%' OR before LIKE '%DE-SECRET%'",
      ),
    ).toBe(0);
    const nobody = "/api/v1/customers/01900000-0000-7000-8000-00000000dead/tax-exemption";
    expectProblem(await call("PUT", nobody, { reason: "resale" }), 404, "resource.not_found");
    expectProblem(await call("PUT", path, { reason: "because" }), 422, "request.invalid", "#/reason");
    expectProblem(
      await call("PUT", path, { reason: "other", valid_until: "soon" }),
      422,
      "request.invalid",
      "#/valid_until",
    );
  });

  it("is in the export of the person's data, ends with the person, and comes back with nobody", async () => {
    const customer = await makeUser();
    const path = `/api/v1/customers/${customer.id}/tax-exemption`;
    await call("PUT", path, { reason: "government", certificate: "GOV-1" });
    const exported = await api("GET", "/api/v1/customers/me/export", { headers: customer.headers });
    expect(exported.body["tax_exemption"]).toMatchObject({ reason: "government", certificate: "GOV-1" });
    expect((await api("DELETE", "/api/v1/customers/me", { headers: customer.headers })).status).toBe(204);
    expect(await value("SELECT COUNT(*) FROM tax_exemptions WHERE customer_id = ?", customer.id)).toBe(0);
    expectProblem(await call("PUT", path, { reason: "government" }), 404, "resource.not_found");
  });
});
