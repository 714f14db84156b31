import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { filterOf, pageAfter } from "../../src/modules/orders/list-orders.ts";
import { numberBeginning } from "../../src/modules/orders/order-search.ts";
import { ordersStmt } from "../../src/modules/orders/orders.repo.ts";
import { ORDER_STATUSES } from "../../src/modules/orders/orders.machine.ts";
import type { Order } from "../../src/modules/orders/orders.schema.ts";
import { FULFILLMENT_STATUSES, PAYMENT_STATUSES } from "../../src/modules/orders/order-statuses.ts";
import { isoTime } from "../../src/platform/clock.ts";
import type { Pagination } from "../../src/platform/pagination.ts";
import { prepareStatement } from "../../src/platform/db.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { guestOrder, setOrder } from "../support/orders.ts";

type Page = { data: Order[]; pagination: Pagination };
type Query = Record<string, string>;

const START = Date.parse("2026-03-01T00:00:00.000Z");
const SKUS = ["MUG", "mug", "TEA-1", "O'CLOCK"];
const TAGS = ["gift", "vip", "50% off"];
const EMAILS = ["ada@example.com", "grace@example.com", "o'neil@example.com"];
const PEOPLE = [
  ["Ada", "Lovelace"],
  ["Grace", "van der Hopper"],
  ["\u00d6d\u00f6n", "\u00d6zil"],
];
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

let customers: TestUser[];
let all: Order[];
let staff: { Authorization: string };

/** A random order in any state that the tables allow, written as rows: most states take days to come to. */
const placed = fc.record({
  status: fc.constantFrom(...ORDER_STATUSES),
  email: fc.constantFrom(...EMAILS),
  customer: fc.integer({ min: -1, max: 1 }),
  person: fc.constantFrom(...PEOPLE),
  // Many at the same moment: the id decides then.
  minutes: fc.integer({ min: 0, max: 12 }),
  source: fc.constantFrom("cart", "cart", "draft", "exchange"),
  hold: fc.constantFrom(null, null, null, "disputed", "authorization_lapsed"),
  tags: fc.subarray(TAGS),
  lines: fc.array(
    fc.tuple(fc.constantFrom(...SKUS), fc.integer({ min: 1, max: 3 }), fc.nat(3), fc.nat(3), fc.nat(3)),
    { minLength: 1, maxLength: 3 },
  ),
  free: fc.boolean(),
  payments: fc.array(
    fc.tuple(
      fc.constantFrom("pending", "requires_capture", "succeeded", "canceled"),
      fc.constantFrom(0, 0, 500, 1_000),
      fc.constantFrom(0, 0, 200, 1_000),
      fc.constantFrom(0, 0, 0, 300),
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

function uuid(kind: number, index: number): string {
  return `01900000-0000-7000-8000-${String(kind).padStart(4, "0")}${String(index).padStart(8, "0")}`;
}

async function write(order: ReturnType<typeof make>, index: number): Promise<void> {
  const at = isoTime(new Date(START + order.minutes * 60_000));
  const id = uuid(1, (index * 7_919) % 100_000);
  const total = order.free ? 0 : order.lines.reduce((sum, [, quantity]) => sum + quantity * 500, 0);
  const address = {
    first_name: order.person[0],
    last_name: order.person[1],
    line1: "1",
    city: "X",
    country: "US",
  };
  const characters = Array.from(
    { length: 10 },
    (_, place) => ALPHABET[(index >> ((place % 5) * 2)) % 32],
  ).join("");
  const db = env.DB;
  await db.batch([
    db
      .prepare(
        `INSERT INTO orders (id, number, status, currency, email, customer_id, cart_id, cart_generation, shipping_address, subtotal,
           discount, shipping, tax, total, placed_at, created_at, updated_at, hold, source)
         VALUES (?1, ?2, ?3, 'USD', ?4, ?5, ?1, 1, ?6, ?7, 0, 0, 0, ?7, ?8, ?8, ?8, ?9, ?10)`,
      )
      .bind(
        id,
        `${characters.slice(0, 5)}-${characters.slice(5)}`,
        order.status,
        order.email,
        customers[order.customer]?.id ?? null,
        JSON.stringify(address),
        total,
        at,
        order.hold,
        order.source,
      ),
    ...order.lines.map(([sku, quantity, fulfilled, shipped, returned], position) =>
      db
        .prepare(
          `INSERT INTO order_lines (id, order_id, position, variant_id, product_id, sku, name, options, quantity, unit_price, total,
             fulfilled, shipped, in_return, returned) VALUES (?1, ?2, ?3, ?1, ?1, ?4, 'x', '{}', ?5, ?6, ?5 * ?6, ?7, ?8, ?9, ?9)`,
        )
        .bind(
          uuid(2 + position, index),
          id,
          position,
          sku,
          quantity,
          order.free ? 0 : 500,
          Math.min(quantity, fulfilled),
          Math.min(quantity, fulfilled, shipped),
          Math.min(quantity, fulfilled, shipped, returned),
        ),
    ),
    ...order.payments.map(([status, captured, refunded, disputed], position) =>
      db
        .prepare(
          `INSERT INTO payments (id, order_id, provider, status, amount, currency, captured, refunded, disputed, purpose, created_at, updated_at)
           VALUES (?, ?, 'stripe', ?, 1000, 'USD', ?, ?, ?, ?, ?, ?)`,
        )
        .bind(
          uuid(6 + position, index),
          id,
          status,
          captured,
          Math.min(captured, refunded),
          Math.min(captured, disputed),
          position === 0 ? "order" : "difference",
          at,
          at,
        ),
    ),
    ...order.tags.map((tag) =>
      db.prepare("INSERT INTO order_tags (order_id, tag) VALUES (?, ?)").bind(id, tag),
    ),
  ]);
}

/** Lets payments of some orders pay for others, as exchanges do; of some of these a part is given back. */
async function lend(): Promise<void> {
  const lenders = await rows<{ payment: string; lender: string; borrower: string }>(
    `SELECT p.id AS payment, p.order_id AS lender, o.id AS borrower
     FROM (SELECT id, order_id, row_number() OVER (ORDER BY id) AS place FROM payments WHERE captured > 0) p
       JOIN (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM orders) o USING (place)
     WHERE place % 3 = 0 AND p.order_id <> o.id`,
  );
  expect(lenders.length).toBeGreaterThan(8);
  for (const [index, { payment, lender, borrower }] of lenders.entries()) {
    const at = isoTime(new Date(START));
    await rows(
      "INSERT INTO returns (id, order_id, status, requested_by, created_at, updated_at) VALUES (?1, ?2, 'received', 'staff', ?3, ?3)",
      uuid(8, index),
      lender,
      at,
    );
    await rows(
      "INSERT INTO order_credits (order_id, payment_id, return_id, amount, created_at, released_at) VALUES (?, ?, ?, 100, ?, ?)",
      borrower,
      payment,
      uuid(8, index),
      at,
      index % 4 === 3 ? at : null,
    );
    if (index % 2 === 0) continue;
    await rows(
      `INSERT INTO refunds (id, payment_id, order_id, amount, currency, status, source, credit_order_id, actor_kind, created_at, updated_at)
       VALUES (?1, ?2, ?3, 60, 'USD', 'succeeded', 'return', ?4, 'system', ?5, ?5)`,
      uuid(9, index),
      payment,
      lender,
      borrower,
      at,
    );
  }
}

type Placed = typeof placed extends fc.Arbitrary<infer Value> ? Value : never;

/**
 * What holds of every order by its machine and by the invariants of money, and what the search relies on: once a part was sent the order is
 * being processed until all is sent; what costs something has a payment, which has succeeded if anything was captured.
 */
function make(order: Placed): Placed {
  const sum = (pick: (line: (typeof order.lines)[number]) => number) =>
    order.lines.reduce((all, line) => all + pick(line), 0);
  const sent = sum(([, quantity, fulfilled, shipped]) => Math.min(quantity, fulfilled, shipped));
  const isPartly = sent > 0 && sent < sum(([, quantity]) => quantity);
  const payments = order.payments.map(([status, captured, ...rest]): Placed["payments"][number] => [
    captured > 0 ? "succeeded" : status === "succeeded" ? "pending" : status,
    captured,
    ...rest,
  ]);
  return {
    ...order,
    status: isPartly ? "processing" : order.status,
    payments: order.free ? [] : payments,
  };
}

beforeAll(async () => {
  customers = [await makeUser(), await makeUser()];
  staff = await asStaff();
  const orders = fc.sample(placed, { numRuns: 160, seed: 20_261_122 }).map(make);
  for (const [index, order] of orders.entries()) await write(order, index);
  await lend();
  all = await every({ sort: "created_at" }, staff, 100);
  expect(all).toHaveLength(160);
}, 60_000);

/** All pages of a list, one after the other. */
async function every(query: Query, headers: Record<string, string>, limit: number): Promise<Order[]> {
  const found: Order[] = [];
  let cursor: string | null = null;
  do {
    const search: string = new URLSearchParams({
      ...query,
      limit: `${limit}`,
      ...(cursor === null ? {} : { cursor }),
    }).toString();
    const page = await api<Page>("GET", `/api/v1/orders?${search}`, { headers });
    expect(page.status, `${search}: ${JSON.stringify(page.body)}`).toBe(200);
    found.push(...page.body.data);
    cursor = page.body.pagination.next_cursor;
  } while (cursor !== null);
  return found;
}

/** What the documentation says of each filter, looked up in the answers themselves. */
const FITS: Record<string, (order: Order, value: string) => boolean> = {
  status: (order, value) => order.status === value,
  payment_status: (order, value) => order.payment_status === value,
  fulfillment_status: (order, value) => order.fulfillment_status === value,
  email: (order, value) => order.email === value.toLowerCase(),
  number: (order, value) => order.number.replace("-", "") === value.toUpperCase().replace("-", ""),
  sku: (order, value) => order.line_items.some((line) => line.sku === value),
  tag: (order, value) => order.tags?.includes(value.toLowerCase()) ?? false,
  source: (order, value) => order.source === value,
  on_hold: (order, value) => (order.on_hold !== undefined) === (value === "true"),
  customer_id: (order, value) => order.customer_id === value,
  placed_from: (order, value) => order.placed_at >= isoTime(new Date(value)),
  placed_to: (order, value) => order.placed_at < isoTime(new Date(value)),
  q: (order, value) => {
    const text = value.toLowerCase();
    const { first_name: first, last_name: last } = order.shipping_address;
    const plain = value.toUpperCase().replaceAll(/[- ]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
    return (
      (plain.length >= 3 && order.number.replace("-", "").startsWith(plain)) ||
      order.email === text ||
      order.line_items.some((line) => line.sku === value) ||
      [last, `${first} ${last}`].some((name) => name.toLowerCase() === text)
    );
  },
};

const filters: Record<string, fc.Arbitrary<string>> = {
  status: fc.constantFrom(...ORDER_STATUSES),
  payment_status: fc.constantFrom(...PAYMENT_STATUSES),
  fulfillment_status: fc.constantFrom(...FULFILLMENT_STATUSES),
  email: fc.constantFrom(...EMAILS, "ADA@example.com", "nobody@example.com"),
  number: fc
    .nat(159)
    .map((index) => all[index]?.number ?? "")
    .chain((number) => {
      return fc.constantFrom(number, number.toLowerCase(), number.replace("-", ""));
    }),
  sku: fc.constantFrom(...SKUS, "none"),
  tag: fc.constantFrom(...TAGS, "GIFT"),
  source: fc.constantFrom("cart", "draft", "exchange"),
  on_hold: fc.constantFrom("true", "false"),
  customer_id: fc.nat(1).map((index) => customers[index]?.id ?? ""),
  placed_from: fc.nat(12).map((minutes) => `2026-03-01T01:${String(minutes).padStart(2, "0")}:00+01:00`),
  placed_to: fc.nat(12).map((minutes) => `2026-03-01T00:${String(minutes).padStart(2, "0")}:00Z`),
  q: fc.oneof(
    fc.constantFrom(
      ...EMAILS,
      ...SKUS,
      "lovelace",
      "VAN DER HOPPER",
      "hopper",
      "Ada Lovelace",
      "\u00d6zil",
      "' OR 1=1 --",
      "%",
    ),
    fc.tuple(fc.nat(159), fc.integer({ min: 1, max: 11 })).map(([index, length]) => {
      return (all[index]?.number ?? "").slice(0, length).toLowerCase();
    }),
  ),
};

describe("the list of orders", () => {
  it("is, for any filters together, what a look at every order finds, page by page", async () => {
    const query = fc.record(filters, { requiredKeys: [] });
    const single = fc.constantFrom(...Object.keys(filters)).chain((name) => {
      return fc.record({ [name]: filters[name] ?? fc.constant("") });
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          { weight: 2, arbitrary: single },
          {
            weight: 1,
            arbitrary: fc
              .subarray(Object.keys(filters), { maxLength: 3 })
              .chain((names) =>
                fc.record(Object.fromEntries(names.map((name) => [name, filters[name] ?? fc.constant("")]))),
              ),
          },
          { weight: 1, arbitrary: query },
        ),
        fc.boolean(),
        fc.constantFrom(3, 20, 100),
        async (wishes, descending, limit) => {
          const found = await every(
            { ...wishes, sort: descending ? "-created_at" : "created_at" },
            staff,
            limit,
          );
          const expected = all.filter((order) =>
            Object.entries(wishes).every(([name, value]) => FITS[name]?.(order, value ?? "")),
          );
          const ids = expected.map(({ id }) => id);
          expect(found.map(({ id }) => id)).toEqual(descending ? ids.toReversed() : ids);
        },
      ),
      { numRuns: 250, seed: 7 },
    );
  }, 120_000);

  it("has orders in every derived state, so that the comparison means something", () => {
    expect(new Set(all.map((order) => order.payment_status)).size).toBe(PAYMENT_STATUSES.length);
    expect(new Set(all.map((order) => order.fulfillment_status)).size).toBe(FULFILLMENT_STATUSES.length);
  });

  it("of a customer never has other people's orders, whatever is asked", async () => {
    const [customer] = customers;
    const own = new Set(all.filter((order) => order.customer_id === customer?.id).map(({ id }) => id));
    expect(own.size).toBeGreaterThan(3);
    for (const query of [
      ...Object.values(EMAILS).map((email) => ({ email })),
      ...SKUS.map((sku) => ({ sku })),
      ...EMAILS.map((q) => ({ q })),
      ...PAYMENT_STATUSES.map((payment_status) => ({ payment_status })),
      { customer_id: customers[1]?.id ?? "" },
      { source: "draft" },
      { on_hold: "true" },
    ]) {
      const found = await every(query, customer?.headers ?? {}, 100);
      const [[name = "", value = ""] = []] = Object.entries(query);
      const expected = all.filter((order) => own.has(order.id) && FITS[name]?.(order, value));
      expect(new Set(found.map(({ id }) => id)), `${name}=${value}`).toEqual(
        new Set(expected.map(({ id }) => id)),
      );
    }
    const byTag = await api("GET", "/api/v1/orders?tag=vip", { headers: customer?.headers ?? {} });
    expect(byTag).toMatchObject({ status: 403, body: { code: "auth.forbidden" } });
  });

  it("refuses bad input, and a cursor of other filters or of the other sort", async () => {
    for (const query of [
      ...[
        "q=",
        "q=%00",
        `q=${"x".repeat(201)}`,
        "status=paid",
        "payment_status=open",
        "fulfillment_status=x",
        "on_hold=1",
      ],
      ...[
        "placed_from=yesterday",
        "placed_to=2026-13-01T00:00:00Z",
        "source=shop",
        "customer_id=1",
        "tag=a,b",
        "tag=",
      ],
      ...["limit=0", "limit=101", "sort=total", "email=x", "cursor=%00"],
    ]) {
      expect((await api("GET", `/api/v1/orders?${query}`, { headers: staff })).status, query).toBe(422);
    }
    const page = await api<Page>("GET", "/api/v1/orders?limit=2&sku=MUG", { headers: staff });
    const cursor = `cursor=${page.body.pagination.next_cursor}`;
    expect((await api("GET", `/api/v1/orders?limit=5&sku=MUG&${cursor}`, { headers: staff })).status).toBe(
      200,
    );
    for (const query of ["sku=TEA-1", "", "sku=MUG&sort=created_at", "sku=MUG&status=confirmed"]) {
      expect((await api("GET", `/api/v1/orders?${query}&${cursor}`, { headers: staff })).status, query).toBe(
        422,
      );
    }
    const link = page.headers.get("Link") ?? "";
    const next = await api<Page>("GET", /<(.*)>/.exec(link)?.[1] ?? "", { headers: staff });
    expect(next.status).toBe(200);
  });

  it("does not find who was erased by the name that takes their place", async () => {
    const { order } = await guestOrder();
    const address = JSON.stringify({
      first_name: "Erased",
      last_name: "Person",
      line1: "-",
      city: "-",
      country: "US",
    });
    await setOrder(order.id, { shipping_address: address, erased_at: isoTime(new Date()) });
    expect((await every({ q: "Erased Person" }, staff, 100)).map(({ id }) => id)).toEqual([]);
    await rows("UPDATE orders SET placed_at = created_at WHERE id = ?", order.id);
  });
});

describe("what a filter costs", () => {
  async function planOf(query: Record<string, unknown>): Promise<string> {
    const selection = { sort: "-created_at", ...query } as Parameters<typeof filterOf>[0];
    const statement = ordersStmt(filterOf(selection), pageAfter(selection, undefined, 21));
    let text = "";
    const spy = { prepare: (sql: string) => env.DB.prepare((text = `EXPLAIN QUERY PLAN ${sql}`)) };
    const { results } = await prepareStatement(spy, statement).all<{
      detail: string;
    }>();
    expect(text).not.toBe("");
    return results.map(({ detail }) => detail).join("\n");
  }

  it.each([
    [{ q: "7k3fq" }],
    [{ q: "ada@example.com" }],
    [{ sku: "MUG" }],
    [{ tag: "vip" }],
    [{ payment_status: "disputed" }],
    [{ payment_status: "refunded" }],
    [{ payment_status: "authorized" }],
    [{ payment_status: "unpaid" }],
    [{ fulfillment_status: "returned" }],
    [{ fulfillment_status: "partially_fulfilled" }],
    [{ on_hold: true }],
    [{ source: "draft" }],
    [{ email: "ada@example.com" }],
    [{ number: "7K3FQ-9M2TX" }],
    [{ customer_id: "x", sku: "MUG" }],
    [{ sku: "MUG", placed_from: "2026-01-01", status: "confirmed" }],
  ])("%o names few orders and finds them through an index", async (query) => {
    const plan = await planOf(query);
    expect(plan).toMatch(/SEARCH o USING/);
    expect(plan).not.toMatch(/SCAN (orders|order_lines|order_tags|payments|o)$/m);
    expect(plan).not.toContain("SCAN o USING INDEX orders_created");
  });

  it.each([
    [{}],
    [{ payment_status: "paid" }],
    [{ fulfillment_status: "unfulfilled" }],
    [{ status: "completed" }],
  ])(
    "%o names many: they are walked through in the order of the list, without sorting them",
    async (query) => {
      const plan = await planOf(query);
      expect(plan).toMatch(/(SCAN o USING INDEX orders_created|SEARCH o USING INDEX orders_status_created)/);
      expect(plan).not.toContain("USE TEMP B-TREE FOR ORDER BY");
    },
  );
});

describe("the beginning of an order's number", () => {
  it.each([
    ["7k3fq-9m2tx", "7K3FQ-9M2TX"],
    ["7K3FQ9M2TX", "7K3FQ-9M2TX"],
    [" 7k3 fq9 ", "7K3FQ-9"],
    ["#7k3f", "7K3F"],
    ["7k3fq", "7K3FQ-"],
    ["lOi", "101"],
    ["7k", undefined],
    ["7k3fq9m2tx0", undefined],
    ["ada@example.com", undefined],
    ["uuu", undefined],
  ])("%s is read as %s", (typed, number) => {
    expect(numberBeginning(typed)).toBe(number);
  });
});
