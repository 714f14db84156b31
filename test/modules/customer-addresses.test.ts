import { describe, expect, it } from "vitest";
import type { CustomerAddress } from "../../src/modules/customers/addresses.schema.ts";
import type { Customer } from "../../src/modules/customers/customers.schema.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, rows } from "../support/api.ts";
import { NEW_YORK } from "../support/shop.ts";

const BOOK = "/api/v1/customers/me/addresses";

type Body = CustomerAddress & { code: string; errors: { pointer: string; code: string }[] };

function call(
  user: TestUser,
  method: string,
  path = "",
  body?: unknown,
  headers: Record<string, string> = {},
) {
  return api<Body>(method, `${BOOK}${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: { ...user.headers, ...headers },
  });
}

async function add(user: TestUser, more: Record<string, unknown> = {}): Promise<CustomerAddress> {
  const answer = await call(user, "POST", "", { ...NEW_YORK, ...more });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** Which addresses are the defaults, as the profile tells. */
async function defaults(user: TestUser) {
  const { body } = await api<Customer>("GET", "/api/v1/customers/me", { headers: user.headers });
  return { shipping: body.default_shipping_address?.id, billing: body.default_billing_address?.id };
}

describe("adding an address", () => {
  it("answers 201 with its place, and the first one becomes both defaults", async () => {
    const user = await makeUser();
    const answer = await call(user, "POST", "", { ...NEW_YORK, company: "", is_default_shipping: false });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...NEW_YORK,
      id: expect.any(String),
      is_default_shipping: true,
      is_default_billing: true,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      version: 1,
    });
    expect(answer.headers.get("Location")).toBe(`${BOOK}/${answer.body.id}`);
    const read = await call(user, "GET", `/${answer.body.id}`);
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get("ETag")).toBe(answer.headers.get("ETag"));
    expect(await defaults(user)).toEqual({ shipping: answer.body.id, billing: answer.body.id });
  });

  it("under the same Idempotency-Key adds one", async () => {
    const user = await makeUser();
    const key = { "Idempotency-Key": "one-address" };
    const first = await call(user, "POST", "", NEW_YORK, key);
    const second = await call(user, "POST", "", NEW_YORK, key);
    expect(second.body).toEqual(first.body);
    expect(await rows("SELECT id FROM addresses WHERE customer_id = ?", user.id)).toHaveLength(1);
  });

  it("as a default takes that use from the address that had it, and gives that one a new version", async () => {
    const user = await makeUser();
    const home = await add(user);
    const office = await add(user, { line1: "2 Office Street", is_default_billing: true });
    expect(await defaults(user)).toEqual({ shipping: home.id, billing: office.id });
    const { body } = await call(user, "GET", `/${home.id}`);
    expect(body).toMatchObject({ is_default_shipping: true, is_default_billing: false, version: 2 });
  });

  it.each([
    ["an unknown member", { is_admin: true }, "#/is_admin"],
    ["the owner", { customer_id: "01900000-0000-7000-8000-000000000001" }, "#/customer_id"],
    ["a country by name", { country: "Germany" }, "#/country"],
    ["an empty street", { line1: " " }, "#/line1"],
    ["a street of 201 characters", { line1: "x".repeat(201) }, "#/line1"],
  ])("refuses %s", async (_, more, pointer) => {
    const answer = await call(await makeUser(), "POST", "", { ...NEW_YORK, ...more });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it("stops at 100, also when 10 arrive at once at 95", async () => {
    const user = await makeUser();
    for (let batch = 0; batch < 19; batch += 1) {
      await Promise.all(Array.from({ length: 5 }, () => add(user)));
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(user, "POST", "", NEW_YORK)));
    const full = answers.filter((answer) => answer.status !== 201);
    expect(full).toHaveLength(5);
    for (const answer of full) {
      expect(answer).toMatchObject({
        status: 409,
        body: { code: "customer.too_many_addresses", max_addresses: 100 },
      });
    }
    expect(await rows("SELECT id FROM addresses WHERE customer_id = ?", user.id)).toHaveLength(100);
    expect(
      await rows("SELECT id FROM addresses WHERE customer_id = ? AND is_default_shipping = 1", user.id),
    ).toHaveLength(1);
  });
});

describe("changing an address", () => {
  it("PUT replaces it: what is absent is emptied, what it is used for stays", async () => {
    const user = await makeUser();
    const { id } = await add(user, { company: "Analytical Engines", phone: "1" });
    const answer = await call(user, "PUT", `/${id}`, { ...NEW_YORK, city: "Albany" });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      city: "Albany",
      is_default_shipping: true,
      is_default_billing: true,
      version: 2,
    });
    expect(answer.body).not.toHaveProperty("company");
    expect(answer.body).not.toHaveProperty("phone");
  });

  it("PATCH changes parts: null and an empty text clear what is optional", async () => {
    const user = await makeUser();
    const { id } = await add(user, { company: "Analytical Engines", line2: "Floor 3" });
    const answer = await call(user, "PATCH", `/${id}`, { company: null, line2: "", city: "Albany" });
    expect(answer.body).toMatchObject({ city: "Albany", line1: NEW_YORK.line1, version: 2 });
    expect(answer.body).not.toHaveProperty("company");
    expect(answer.body).not.toHaveProperty("line2");
    expect((await call(user, "PATCH", `/${id}`, { city: null })).status).toBe(422);
    expect((await call(user, "PATCH", `/${id}`, { id: "x" })).body.errors).toMatchObject([
      { code: "unrecognized_key" },
    ]);
  });

  it("writes nothing when nothing changes", async () => {
    const user = await makeUser();
    const address = await add(user);
    expect((await call(user, "PUT", `/${address.id}`, NEW_YORK)).body).toEqual(address);
    expect((await call(user, "PATCH", `/${address.id}`, { is_default_billing: true })).body).toEqual(address);
    expect((await call(user, "PATCH", `/${address.id}`, {})).body).toEqual(address);
  });

  it("moves a default, and gives it up without another one moving in", async () => {
    const user = await makeUser();
    const home = await add(user);
    const office = await add(user);
    await call(user, "PATCH", `/${office.id}`, { is_default_shipping: true });
    expect(await defaults(user)).toEqual({ shipping: office.id, billing: home.id });
    await call(user, "PATCH", `/${office.id}`, { is_default_shipping: false });
    expect(await defaults(user)).toEqual({ shipping: undefined, billing: home.id });
  });

  it("keeps one default of each kind when twenty requests choose at once", async () => {
    const user = await makeUser();
    const book = await Promise.all(Array.from({ length: 5 }, () => add(user)));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        call(user, "PATCH", `/${book[index % 5]?.id}`, {
          is_default_shipping: true,
          is_default_billing: true,
        }),
      ),
    );
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    const [count] = await rows(
      "SELECT SUM(is_default_shipping) AS shipping, SUM(is_default_billing) AS billing FROM addresses WHERE customer_id = ?",
      user.id,
    );
    expect(count).toEqual({ shipping: 1, billing: 1 });
  });

  it("under If-Match lets one of ten parallel changes through", async () => {
    const user = await makeUser();
    const { id } = await add(user);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        call(user, "PATCH", `/${id}`, { city: `City ${index}` }, { "If-Match": '"1"' }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    expect((await call(user, "GET", `/${id}`)).body.version).toBe(2);
    expect((await call(user, "DELETE", `/${id}`, undefined, { "If-Match": '"1"' })).status).toBe(412);
  });

  it("loses no change of two that run at the same time: both are in it, or one is told", async () => {
    const user = await makeUser();
    const { id } = await add(user);
    const [city, line] = await Promise.all([
      call(user, "PATCH", `/${id}`, { city: "Albany" }),
      call(user, "PATCH", `/${id}`, { line2: "Floor 3" }),
    ]);
    const { body } = await call(user, "GET", `/${id}`);
    expect(body.city).toBe(city.status === 200 ? "Albany" : NEW_YORK.city);
    expect(body.line2).toBe(line.status === 200 ? "Floor 3" : undefined);
  });
});

describe("deleting an address", () => {
  it("takes it away once; a default that is deleted leaves none", async () => {
    const user = await makeUser();
    const home = await add(user);
    const office = await add(user, { is_default_billing: true });
    expect((await call(user, "DELETE", `/${home.id}`)).status).toBe(204);
    expect((await call(user, "DELETE", `/${home.id}`)).status).toBe(404);
    expect(await defaults(user)).toEqual({ shipping: undefined, billing: office.id });
  });
});

describe("the address book", () => {
  it("is listed page by page, newest first", async () => {
    const user = await makeUser();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await add(user)).id);
    const seen: string[] = [];
    let path: string | undefined = `${BOOK}?limit=2`;
    while (path !== undefined) {
      const page: Awaited<ReturnType<typeof api<{ data: CustomerAddress[] }>>> = await api("GET", path, {
        headers: user.headers,
      });
      seen.push(...page.body.data.map((address) => address.id));
      path = /^<([^>]+)>/.exec(page.headers.get("Link") ?? "")?.[1];
    }
    expect(seen).toEqual(ids.reverse());
  });

  it("belongs to one customer: others find, change and delete nothing in it, and get 404", async () => {
    const owner = await makeUser();
    const { id } = await add(owner);
    for (const stranger of [await makeUser(), await makeUser({ role: "superuser" })]) {
      expect((await call(stranger, "GET", `/${id}`)).status).toBe(404);
      expect((await call(stranger, "PUT", `/${id}`, NEW_YORK)).status).toBe(404);
      expect((await call(stranger, "PATCH", `/${id}`, { city: "X" })).status).toBe(404);
      expect((await call(stranger, "DELETE", `/${id}`)).status).toBe(404);
      expect((await call(stranger, "GET")).body).toMatchObject({ data: [] });
    }
    expect((await call(owner, "GET", `/${id}`)).body.version).toBe(1);
  });

  it("keeps no personal data in the audit log", async () => {
    const user = await makeUser();
    const { id } = await add(user, { line1: "77 Secret Lane" });
    await call(user, "PATCH", `/${id}`, { line1: "78 Secret Lane" });
    await call(user, "DELETE", `/${id}`);
    const audit = await rows(
      "SELECT action, before, after FROM audit_log WHERE entity_id = ? ORDER BY id",
      user.id,
    );
    expect(audit).toEqual(
      ["customer.add_address", "customer.change_address", "customer.delete_address"].map((action) => ({
        action,
        before: null,
        after: JSON.stringify({ address: id }),
      })),
    );
  });

  it("changes the profile's version, as the profile shows the defaults", async () => {
    const user = await makeUser();
    const profile = () => api("GET", "/api/v1/customers/me", { headers: user.headers });
    const before = (await profile()).headers.get("ETag");
    await add(user);
    expect((await profile()).headers.get("ETag")).not.toBe(before);
  });
});
