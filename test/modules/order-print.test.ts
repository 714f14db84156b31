import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { describe, expect, it } from "vitest";
import { sha256Base64 } from "../../src/platform/crypto.ts";
import { makeUser } from "../support/accounts.ts";
import { asStaff, eventsDelivered, rows } from "../support/api.ts";
import { countingEnv } from "../support/counting-env.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { ATTACKS } from "../support/html-attacks.ts";
import { guestOrder, setOrder, text } from "../support/orders.ts";
import { makeVariant } from "../support/shop.ts";
import { visitWith } from "../support/visit-with.ts";

type Node = DefaultTreeAdapterTypes.Node;

/** Every element of a page, as a browser would build it. */
function elementsOf(page: string): DefaultTreeAdapterTypes.Element[] {
  const walk = (node: Node): DefaultTreeAdapterTypes.Element[] => [
    ...("tagName" in node ? [node] : []),
    ...("childNodes" in node ? node.childNodes.flatMap(walk) : []),
  ];
  return walk(parse(page));
}

/** What a reader sees, with single blanks. */
function wordsOf(page: string): string {
  const walk = (node: Node): string =>
    "value" in node ? node.value : "childNodes" in node ? node.childNodes.map(walk).join(" ") : "";
  const body = elementsOf(page).find((element) => element.tagName === "body");
  return (body ? walk(body) : "").replaceAll(/\s+/g, " ");
}

const ELEMENTS = new Set(
  "html head meta title style body header h1 h2 p section div address br table thead tbody tfoot tr th td span".split(
    " ",
  ),
);

describe("the invoice", () => {
  it("says what was bought, taxed, paid and given back, for staff, the owner and the token's holder", async () => {
    const { order, path, guest } = await guestOrder({ quantity: 2 });
    await eventsDelivered();
    const paymentId = order.payments[0]?.id;
    await env.DB.prepare(
      `INSERT INTO payment_transactions (id, payment_id, kind, amount, currency, provider_ref, occurred_at, created_at)
       VALUES ('printed', ?, 'refunded', 700, 'USD', 're_printed', '2026-05-06T00:00:00Z', '2026-05-06T00:00:00Z')`,
    )
      .bind(paymentId)
      .run();
    const page = await text(`${path}/invoice?locale=en-US`, guest);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=UTF-8");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    const words = wordsOf(page.text);
    const dollars = (amount: number) => `$${(amount / 100).toFixed(2)}`;
    for (const part of [
      ...[`Invoice ${order.number}`, "Ada Lovelace", "1 Analytical Way", "ada@example.com"],
      ...[
        order.line_items[0]?.name ?? "?",
        dollars(order.totals.subtotal.amount),
        dollars(order.totals.total.amount),
      ],
      ...[
        ...order.tax_lines.map((tax) => tax.name),
        "-$7.00",
        "Refunded May 6, 2026",
        "Still to be paid $0.00",
      ],
      `Shipping (${order.shipping_option?.name}) ${dollars(order.totals.shipping.amount)}`,
    ]) {
      expect(words).toContain(part);
    }
    expect(words).toMatch(new RegExp(`Paid .*20\\d\\d.* \\${dollars(order.totals.total.amount)}`));
    expect((await text(`${path}/invoice?locale=en-US`, await asStaff())).text).toBe(page.text);
    expect((await text(`${path}/invoice`)).status).toBe(401);
    expect((await text(`${path}/invoice`, (await makeUser()).headers)).status).toBe(404);
    expect((await text(`${path}/invoice`, (await guestOrder()).guest)).status).toBe(404);
  });

  it("writes amounts and days as the reader's language does", async () => {
    const { order, path, guest } = await guestOrder();
    const total = order.totals.total.amount;
    const german = new Intl.NumberFormat("de-DE", { style: "currency", currency: "USD" }).format(total / 100);
    expect(german).toContain(",");
    const plain = german.replaceAll(/\s/g, " ");
    expect(wordsOf((await text(`${path}/invoice?locale=de-DE`, guest)).text)).toContain(plain);
    const asked = { ...guest, "Accept-Language": "de-DE,en;q=0.5" };
    expect(wordsOf((await text(`${path}/invoice`, asked)).text)).toContain(plain);
    const nonsense = { ...guest, "Accept-Language": "*;q=<script>" };
    expect((await text(`${path}/invoice`, nonsense)).status).toBe(200);
    for (const locale of ["", "xx-invalid-locale-tag-that-is-too-long-for-any", "de_DE", "<script>", "%00"]) {
      expect((await text(`${path}/invoice?locale=${locale}`, guest)).status, locale).toBe(422);
    }
  });

  it("is read in one database call by its owner", async () => {
    const user = await makeUser();
    await fillCart(user.headers, await makeVariant(), user.email);
    const order = (await orderAs(user.headers)).body;
    const { env: counted, counts } = countingEnv();
    const execution = createExecutionContext();
    const url = `http://shop.test/api/v1/orders/${order.id}/invoice`;
    const request = new Request<unknown, IncomingRequestCfProperties>(url, { headers: user.headers });
    const answer = await visitWith(counted, request, execution);
    expect(answer.status).toBe(200);
    await waitOnExecutionContext(execution);
    expect(counts.d1).toBe(1);
  });
});

describe("the packing slip", () => {
  it("lists what has not been sent, without a price, or what is in one fulfillment", async () => {
    const [mug, tea] = [await makeVariant({ name: "Stone mug" }), await makeVariant({ name: "Green tea" })];
    const { order, path, guest } = await guestOrder({ variant: mug, quantity: 3 });
    const other = await guestOrder({ variant: tea });
    const line = order.line_items[0]?.id;
    const now = new Date().toISOString();
    const id = crypto.randomUUID();
    await env.DB.batch([
      env.DB.prepare(
        "INSERT INTO fulfillments (id, order_id, status, carrier, created_at, updated_at) VALUES (?, ?, 'shipped', 'Snail & Co', ?, ?)",
      ).bind(id, order.id, now, now),
      env.DB.prepare(
        "INSERT INTO fulfillment_lines (fulfillment_id, order_line_id, quantity) VALUES (?, ?, 2)",
      ).bind(id, line),
      env.DB.prepare("UPDATE order_lines SET fulfilled = 2, shipped = 2 WHERE id = ?").bind(line),
    ]);
    const staff = await asStaff();
    const rest = await text(`${path}/packing-slip`, staff);
    expect(wordsOf(rest.text)).toMatch(/Stone mug \S+ 1 /);
    expect(rest.text).not.toContain("$");
    const sent = wordsOf((await text(`${path}/packing-slip?fulfillment=${id}`, staff)).text);
    expect(sent).toMatch(/Stone mug \S+ 2 /);
    expect(sent).toContain("Snail & Co");
    expect((await text(`${other.path}/packing-slip?fulfillment=${id}`, staff)).status).toBe(404);
    expect((await text(`${path}/packing-slip?fulfillment=1`, staff)).status).toBe(422);
    expect((await text(`${path}/packing-slip`, guest)).status).toBe(401);
    expect((await text(`${path}/packing-slip`, (await makeUser()).headers)).status).toBe(403);
    await rows("UPDATE order_lines SET fulfilled = 3, shipped = 3 WHERE id = ?", line);
    expect(wordsOf((await text(`${path}/packing-slip`, staff)).text)).toContain(
      "There is nothing to be sent",
    );
  });

  it("warns whoever packs when nothing may be sent", async () => {
    const { order, path } = await guestOrder();
    const staff = await asStaff();
    for (const [columns, warning] of [
      [{ status: "cancelled" }, "Do not send: the order is cancelled."],
      [{ status: "confirmed", hold: "disputed" }, "Do not send: its payment is disputed."],
      [{ status: "pending_payment", hold: null }, "Do not send: it is not paid."],
    ] as const) {
      await setOrder(order.id, columns);
      expect(wordsOf((await text(`${path}/packing-slip`, staff)).text)).toContain(warning);
    }
    await setOrder(order.id, { status: "confirmed" });
    expect((await text(`${path}/packing-slip`, staff)).text).not.toContain("Do not send");
  });
});

describe("a page to be printed", () => {
  it.each(["invoice", "packing-slip"])("%s allows its own style and nothing else", async (kind) => {
    const { path } = await guestOrder();
    const page = await text(`${path}/${kind}`, await asStaff());
    const style = /<style>([\s\S]*?)<\/style>/.exec(page.text)?.[1] ?? "";
    expect(style).toContain("@page");
    expect(page.headers.get("Content-Security-Policy")).toBe(
      `default-src 'none'; style-src 'sha256-${await sha256Base64(style)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(page.headers.get("Referrer-Policy")).toBe("no-referrer");
  });

  it("shows what people wrote as text, whatever it is", async () => {
    const { order, path } = await guestOrder();
    const staff = await asStaff();
    const quotes = `"><script>alert(1)</script>' onload='x`;
    for (const [name, attack] of [...ATTACKS, ["quotes", quotes] as const]) {
      const address = {
        first_name: attack,
        last_name: attack,
        company: attack,
        line1: attack,
        city: attack,
        country: "US",
      };
      await setOrder(order.id, {
        note: attack,
        email: attack,
        shipping_address: JSON.stringify(address),
        billing_address: JSON.stringify(address),
        shipping_option: JSON.stringify({ id: order.id, name: attack, amount: order.totals.shipping.amount }),
      });
      await rows(
        "UPDATE order_lines SET name = ?1, sku = ?1, note = ?1, options = json_object(?1, ?1) WHERE order_id = ?2",
        attack,
        order.id,
      );
      for (const kind of ["invoice", "packing-slip"]) {
        const page = await text(`${path}/${kind}`, staff);
        expect(page.status).toBe(200);
        for (const element of elementsOf(page.text)) {
          expect(ELEMENTS, `${name}: <${element.tagName}>`).toContain(element.tagName);
          for (const attribute of element.attrs) {
            expect(
              ["class", "colspan", "lang", "charset", "name", "content"],
              `${name}: ${attribute.name}`,
            ).toContain(attribute.name);
          }
        }
        expect(elementsOf(page.text).filter((element) => element.tagName === "style")).toHaveLength(1);
      }
    }
  }, 60_000);
});
