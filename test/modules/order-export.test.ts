import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { spreadsheetText } from "../../src/platform/csv.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, rows } from "../support/api.ts";
import { guestOrder, setOrder, text } from "../support/orders.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";
import worker from "../../workers/main.ts";

type Row = Record<string, string>;

/** Reads a file as an independent program would. */
function read(csv: string): Row[] {
  return parse<Row>(csv, { columns: true, relax_column_count: false });
}

async function exported(query: string, headers: Record<string, string>) {
  const answer = await text(`/api/v1/orders/export${query}`, headers);
  expect(answer.status, answer.text).toBe(200);
  return { ...answer, rows: read(answer.text), next: /<(.*)>/.exec(answer.headers.get("Link") ?? "")?.[1] };
}

let staff: { Authorization: string };
beforeAll(async () => {
  staff = await asStaff();
});

describe("the export of orders", () => {
  it("has a row a line item in Shopify's columns, what is said of the whole order in the first", async () => {
    const [mug, tea] = [
      await makeVariant({ price: "20.00", name: "Mug" }),
      await makeVariant({ price: "5.50" }),
    ];
    const email = `${unique("export")}@example.com`;
    const cart = await readyCart(
      [
        { variant: mug, quantity: 2 },
        { variant: tea, quantity: 1 },
      ],
      email,
    );
    const order = (await placeOrder(cart)).body;
    await api("PUT", `/api/v1/orders/${order.id}/tags`, { body: { tags: ["gift", "vip"] }, headers: staff });
    const file = await exported(`?email=${email}&format=csv`, staff);
    expect(file.headers.get("Content-Type")).toBe("text/csv; charset=UTF-8");
    expect(file.headers.get("Content-Disposition")).toContain("orders.csv");
    expect(file.headers.get("Cache-Control")).toBe("no-store");
    expect(file.next).toBeUndefined();
    const decimal = (amount: number) => (amount / 100).toFixed(2);
    expect(file.rows).toHaveLength(2);
    expect(file.rows[0]).toMatchObject({
      Name: order.number,
      Email: email,
      "Financial Status": "paid",
      "Fulfillment Status": "unfulfilled",
      Currency: "USD",
      Subtotal: decimal(order.totals.subtotal.amount),
      Shipping: decimal(order.totals.shipping.amount),
      Taxes: decimal(order.totals.tax.amount),
      Total: decimal(order.totals.total.amount),
      "Lineitem quantity": "2",
      "Lineitem price": "20.00",
      "Lineitem sku": mug.sku,
      "Shipping Name": "Ada Lovelace",
      "Shipping Zip": "10001",
      "Billing Country": "US",
      Id: order.id,
      Tags: "gift, vip",
      Source: "cart",
      "Order Status": "confirmed",
      "Refunded Amount": "0.00",
      "Outstanding Balance": "0.00",
    });
    expect(Date.parse(file.rows[0]?.["Paid at"] ?? "")).not.toBeNaN();
    expect(file.rows[1]).toMatchObject({
      Name: order.number,
      Email: email,
      "Lineitem sku": tea.sku,
      Total: "",
      Id: "",
    });
  });

  it("keeps every text apart from formulas, separators and line breaks", async () => {
    const { order } = await guestOrder();
    const evil = '=HYPERLINK("http://evil.test";"x")';
    await setOrder(order.id, {
      email: `${unique("evil")}@example.com`,
      note: 'He said: "a, b"\nand went',
      shipping_address: JSON.stringify({
        first_name: evil,
        last_name: "X",
        line1: "+1+cmd|' /C calc'!A0",
        line2: "@SUM(1)",
        city: "-2+3",
        country: "US",
        phone: "+49 30 1",
      }),
    });
    const [email] = await rows<{ email: string }>("SELECT email FROM orders WHERE id = ?", order.id);
    const [row] = (await exported(`?email=${email?.email}`, staff)).rows;
    expect(row).toMatchObject({
      "Shipping Name": `'${evil} X`,
      "Shipping Address1": "'+1+cmd|' /C calc'!A0",
      "Shipping Address2": "'@SUM(1)",
      "Shipping City": "'-2+3",
      "Shipping Phone": "'+49 30 1",
      Notes: 'He said: "a, b"\nand went',
    });
    for (const cell of ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "\uff1d1", "\0=1", "\nx"]) {
      expect(spreadsheetText(cell), JSON.stringify(cell)).toBe(`'${cell}`);
    }
    for (const cell of ["", "a=1", "12.50", "Ada", "1-2"]) expect(spreadsheetText(cell)).toBe(cell);
  });

  it("goes on where the file before ended: together the files are the list, whatever their size and direction", async () => {
    const sku = unique("paged");
    const at = (index: number) =>
      new Date(Date.parse("2026-04-01T00:00:00Z") + Math.floor(index / 7) * 1_000).toISOString();
    const made = Array.from({ length: 430 }, (_, index) => ({
      id: crypto.randomUUID(),
      at: at(index),
      index,
    }));
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO orders (id, number, status, currency, email, cart_id, cart_generation, shipping_address, subtotal, discount, shipping,
           tax, total, placed_at, created_at, updated_at)
         SELECT value ->> '$.id', 'P' || (value ->> '$.index'), 'confirmed', 'USD', 'p@example.com', value ->> '$.id', 1,
           '{"first_name":"A","last_name":"B","line1":"1","city":"C","country":"US"}', 0, 0, 0, 0, 0, value ->> '$.at', value ->> '$.at',
           value ->> '$.at' FROM json_each(?)`,
      ).bind(JSON.stringify(made)),
      env.DB.prepare(
        `INSERT INTO order_lines (id, order_id, position, variant_id, product_id, sku, name, options, quantity, unit_price, total)
         SELECT value ->> '$.id', value ->> '$.id', 0, 'v', 'p', ?, 'x', '{}', 1, 0, 0 FROM json_each(?)`,
      ).bind(sku, JSON.stringify(made)),
    ]);
    const ordered = made.toSorted((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1)).map(({ id }) => id);
    for (const [limit, sort] of [
      [1_000, "created_at"],
      [430, "created_at"],
      [200, "created_at"],
      [399, "-created_at"],
      [60, "-created_at"],
    ] as const) {
      const ids: (string | undefined)[] = [];
      let path: string | undefined = `?sku=${sku}&limit=${limit}&sort=${sort}`;
      let files = 0;
      while (path !== undefined) {
        const file = await exported(path, staff);
        expect(file.rows.length).toBeLessThanOrEqual(limit);
        ids.push(...file.rows.map((row) => row["Id"]));
        path = file.next?.replace(/^[^?]*/, "");
        files += 1;
      }
      expect(files).toBe(Math.ceil(430 / limit));
      expect(ids).toEqual(sort === "created_at" ? ordered : ordered.toReversed());
    }
  }, 30_000);

  it("of nothing is its header alone", async () => {
    const file = await exported("?sku=nothing-has-this", staff);
    expect(file.rows).toEqual([]);
    expect(file.text).toMatch(/^Name,Email,Financial Status,.*\r\n$/);
  });

  it("breaks off when the database fails on the way: no file looks whole that is not", async () => {
    let reads = 0;
    const failing: Env = {
      ...env,
      DB: new Proxy(env.DB, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== "function") return value;
          return (...list: unknown[]) => {
            const sql = String(list[0]);
            if (property === "prepare" && sql.includes("AS paid_at") && ++reads === 2)
              throw new Error("the database is gone");
            return (value as (...all: unknown[]) => unknown).apply(target, list);
          };
        },
      }),
    };
    const request = new Request<unknown, IncomingRequestCfProperties>(
      "http://shop.test/api/v1/orders/export",
      { headers: staff },
    );
    const execution = createExecutionContext();
    const answer = await worker.fetch(request, failing, execution);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await waitOnExecutionContext(execution);
    expect(reads).toBe(2);
  });

  it("is for staff, and refuses bad input", async () => {
    expect((await api("GET", "/api/v1/orders/export")).status).toBe(401);
    expect((await api("GET", "/api/v1/orders/export", { headers: (await makeUser()).headers })).status).toBe(
      403,
    );
    for (const query of ["format=xlsx", "limit=0", "limit=10001", "cursor=x", "status=x"]) {
      expect((await api("GET", `/api/v1/orders/export?${query}`, { headers: staff })).status, query).toBe(
        422,
      );
    }
    const page = await api<{ pagination: { next_cursor: string } }>("GET", "/api/v1/orders?limit=1", {
      headers: staff,
    });
    const cursor = page.body.pagination.next_cursor;
    expect((await text(`/api/v1/orders/export?limit=1&cursor=${cursor}`, staff)).status).toBe(200);
    expect((await text(`/api/v1/orders/export?status=confirmed&cursor=${cursor}`, staff)).status).toBe(422);
  });
});
