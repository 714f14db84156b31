import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../src/registry.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { type Answer, api, rows } from "../support/api.ts";
import { png, uploadFile } from "../support/files.ts";
import { paidOrder } from "../support/fulfillments.ts";
import { MAIN } from "../support/inventory.ts";
import { usd } from "../support/products.ts";
import { buy, MANUAL } from "../support/payments.ts";
import { askReturn, deliveredOrder } from "../support/returns.ts";
import { makeVariant, NEW_YORK, STANDARD_US, unique } from "../support/shop.ts";
import { silentImport } from "../support/transfers.ts";
import { deliveriesOf, emit, makeReceiver } from "../support/webhooks.ts";
import { visit } from "../support/visit.ts";

// Every route by which staff change something is called here as it is meant to be called, and has to leave an entry in the audit log. A new
// route is asked for by the last test.

/** What its entry must hold: how it was, how it became, or both. */
type Held = "before" | "after" | "both";

interface AuditRow {
  actor_kind: string;
  actor_id: string;
  credential_id: string;
  action: string;
  before: string | null;
  after: string | null;
}

const SHOPPERS = ["catalog:read", "cart:manage", "order:create"];
const called = new Set<string>();
let boss: TestUser;

beforeAll(async () => {
  boss = await makeUser({ role: "superuser" });
});

/** Calls an operation as a superuser, and looks for the entry that it left. */
async function does(
  operationId: string,
  held: Held,
  call: { params?: Record<string, string>; body?: unknown; text?: string; type?: string; key?: string } = {},
): Promise<Answer> {
  const route = routes.find((candidate) => candidate.operationId === operationId);
  if (!route) throw new Error(`there is no operation ${operationId}`);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => call.params?.[name] ?? "missing");
  const requestId = crypto.randomUUID();
  const answer = await api(route.method.toUpperCase(), path, {
    ...(call.body === undefined ? {} : { body: call.body }),
    ...(call.text === undefined ? {} : { text: call.text }),
    headers: {
      ...boss.headers,
      "X-Request-Id": requestId,
      "If-Match": "*",
      ...(call.key === undefined ? {} : { "Idempotency-Key": call.key }),
      ...(call.type === undefined ? {} : { "Content-Type": call.type }),
    },
  });
  expect(answer.status, `${operationId}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  await expectEntry(operationId, held, requestId);
  return answer;
}

async function expectEntry(operationId: string, held: Held, requestId: string): Promise<void> {
  const entries = await rows<AuditRow>("SELECT * FROM audit_log WHERE request_id = ?", requestId);
  expect(entries.length, `${operationId} left no entry`).toBeGreaterThan(0);
  for (const entry of entries)
    expect(entry).toMatchObject({ actor_kind: "user", actor_id: boss.id, credential_id: boss.sessionId });
  const has = (part: "before" | "after") => entries.some((entry) => entry[part] !== null);
  if (held !== "after") expect(has("before"), `${operationId} does not say how it was`).toBe(true);
  if (held !== "before") expect(has("after"), `${operationId} does not say how it became`).toBe(true);
  called.add(operationId);
}

const idOf = (answer: Answer) => answer.body["id"] as string;

describe("what staff change leaves an entry that says who, with which login, and how it was:", () => {
  it("API keys and users", async () => {
    const body = { name: unique("key"), scopes: ["inventory:manage"] };
    const id = idOf(await does("createApiKey", "after", { body }));
    const next = await does("rotateApiKey", "both", { params: { id }, body: { expire_old_in: 60 } });
    await does("revokeApiKey", "before", { params: { id: idOf(next) } });
    const { id: userId } = await makeUser();
    await does("inviteUser", "after", { body: { email: `${unique("grace")}@example.com`, role: "staff" } });
    await does("updateUser", "both", { params: { id: userId }, body: { role: "staff" } });
    await does("saveTaxExemption", "after", { params: { id: userId }, body: { reason: "reverse_charge" } });
    await does("deleteTaxExemption", "before", { params: { id: userId } });
  });

  it("products and their parts", async () => {
    const name = unique("mug");
    const body = {
      name,
      options: [{ name: "Colour", values: ["Blue", "Grey"] }],
      variants: ["Blue", "Grey"].map((Colour) => ({
        sku: `${name}-${Colour}`,
        options: { Colour },
        price: usd(1999),
      })),
    };
    const id = idOf(await does("createProduct", "after", { body }));
    const params = { id };
    await does("replaceProduct", "both", { params, body: { ...body, name: `${name} too` } });
    await does("updateProduct", "both", { params, body: { name: `${name} three` } });
    await does("replaceOptions", "both", {
      params,
      body: { options: [{ name: "Colour", values: ["Blue", "Grey", "Red"] }] },
    });
    const variant = await does("addVariant", "both", {
      params,
      body: { sku: `${name}-Red`, options: { Colour: "Red" }, price: usd(1) },
    });
    const added = await rows<{ id: string }>("SELECT id FROM product_variants WHERE sku = ?", `${name}-Red`);
    expect(variant.status).toBe(201);
    const variantParams = { id, variant_id: added[0]?.id ?? "" };
    await does("updateVariant", "both", { params: variantParams, body: { price: usd(2) } });
    await does("deleteVariant", "both", { params: variantParams });
    await does("replaceAttributes", "both", { params, body: { Material: "Stoneware" } });
    await does("updateAttributes", "both", { params, body: { Material: "Glass" } });
    const other = await makeVariant();
    await does("replaceRelatedProducts", "both", { params, body: { product_ids: [other.product_id] } });
    await does("bulkProducts", "both", {
      body: { operations: [{ op: "update", id, body: { name: `${name} four` } }] },
    });
    const media: string[] = [];
    for (let file = 0; file < 2; file++) media.push((await uploadFile(await png())).body.id);
    const [first = "", second = ""] = media;
    await does("addProductMedia", "both", { params, body: { media_id: first } });
    await does("addProductMedia", "both", { params, body: { media_id: second } });
    await does("orderProductMedia", "both", { params, body: { ids: [second, first] } });
    await does("updateProductMedia", "both", { params: { id, media_id: first }, body: { alt: "A mug" } });
    await does("removeProductMedia", "both", { params: { id, media_id: first } });
    await does("deleteProduct", "before", { params });
  });

  it("categories", async () => {
    const id = idOf(await does("createCategory", "after", { body: { name: unique("Mugs") } }));
    const child = idOf(
      await does("createCategory", "after", { body: { name: unique("Cups"), parent_id: id } }),
    );
    const sibling = idOf(
      await does("createCategory", "after", { body: { name: unique("Cans"), parent_id: id } }),
    );
    await does("replaceCategory", "both", { params: { id }, body: { name: unique("Pots") } });
    await does("updateCategory", "both", { params: { id: child }, body: { name: unique("Pans") } });
    await does("orderCategories", "both", { params: { id }, body: { ids: [sibling, child] } });
    await does("deleteCategory", "before", { params: { id: sibling } });
  });

  it("imports, exports and their jobs", async () => {
    const handle = unique("pot");
    const text = `Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n${handle},Pot,${handle},12,9.99\n`;
    await does("importProducts", "after", { text, type: "text/csv" });
    await does("createProductImport", "after", { text, type: "text/csv" });
    await does("createProductExport", "after", { body: { format: "csv" } });
    await does("cancelJob", "before", { params: { id: await silentImport(text) } });
    await does("rebuildSearch", "after");
    // The queue that the cancelled job was made with loses everything.
    await rows("UPDATE outbox SET delivered_at = occurred_at WHERE type = 'job.continue'");
  });

  it("stock and locations", async () => {
    const variant = await makeVariant({ stock: 10 });
    const body = { name: unique("Berlin"), priority: 10 };
    const id = idOf(await does("createLocation", "after", { body }));
    await does("updateLocation", "both", { params: { id }, body: { priority: 11 } });
    const { sku } = variant;
    const reason = "for the test";
    await does("adjustStock", "after", { body: { sku, delta: -1, reason } });
    await does("receiveStock", "after", { body: { items: [{ sku, quantity: 4 }] } });
    await does("transferStock", "after", {
      body: { sku, from_location_id: MAIN, to_location_id: id, quantity: 2, reason },
    });
    const at = { variant_id: variant.id, location_id: id };
    await does("countStock", "both", { params: at, body: { on_hand: 0, reason } });
    await does("setStockPolicy", "both", {
      params: { variant_id: variant.id },
      body: { low_stock_threshold: 3 },
    });
    await env.DB.prepare("UPDATE stock_levels SET reserved = 1 WHERE variant_id = ? AND location_id = ?")
      .bind(variant.id, MAIN)
      .run();
    await does("repairStock", "after", { body: { dry_run: false, reason } });
    const empty = idOf(await does("createLocation", "after", { body: { ...body, name: unique("Bonn") } }));
    await does("deleteLocation", "before", { params: { id: empty } });
  });

  it("files", async () => {
    const requestId = crypto.randomUUID();
    const bytes = await png();
    const uploaded = await visit("http://shop.test/api/v1/media?filename=a.png", {
      method: "POST",
      headers: { ...boss.headers, "X-Request-Id": requestId, "Content-Length": String(bytes.length) },
      body: bytes,
    });
    expect(uploaded.status).toBe(201);
    await expectEntry("uploadMedia", "after", requestId);
    const { id } = await uploaded.json<{ id: string }>();
    await does("updateMedia", "both", { params: { id }, body: { alt: "A pot" } });
    await does("deleteMedia", "before", { params: { id } });
    await does("createMediaUpload", "after", {
      body: { filename: "a.mp4", content_type: "video/mp4", bytes: 1_000 },
    });
  });

  it("shipping and taxes", async () => {
    const zone = { name: unique("Alps"), regions: [{ country: "CH" }] };
    const id = idOf(await does("createShippingZone", "after", { body: zone }));
    await does("replaceShippingZone", "both", { params: { id }, body: { ...zone, name: unique("Andes") } });
    const rate = { name: "Standard", price: usd(599) };
    const rateId = idOf(await does("createShippingRate", "after", { params: { id }, body: rate }));
    const at = { id, rate_id: rateId };
    await does("replaceShippingRate", "both", { params: at, body: { ...rate, price: usd(699) } });
    await does("deleteShippingRate", "before", { params: at });
    await does("deleteShippingZone", "before", { params: { id } });
    const tax = { name: "MWST", country: "CH", rate_ppm: 81_000 };
    const taxId = idOf(await does("createTaxRate", "after", { body: tax }));
    await does("replaceTaxRate", "both", { params: { id: taxId }, body: { ...tax, rate_ppm: 82_000 } });
    await does("deleteTaxRate", "before", { params: { id: taxId } });
    const country = { country: "CH" };
    const settings = { prices_include_tax: true, rounding: "order" };
    await does("saveTaxSettings", "after", { params: country, body: settings });
    await does("deleteTaxSettings", "before", { params: country });
  });

  it("fulfillments, and the steps of orders", async () => {
    const order = await paidOrder([3]);
    const params = { id: order.id };
    const one = { line_items: [{ id: order.lines[0], quantity: 1 }] };
    await does("processOrder", "both", { params });
    const gone = idOf(await does("createFulfillment", "after", { params, body: one }));
    await does("cancelFulfillment", "both", { params: { ...params, fulfillment_id: gone } });
    const sent = {
      ...params,
      fulfillment_id: idOf(await does("createFulfillment", "after", { params, body: one })),
    };
    await does("updateFulfillment", "both", { params: sent, body: { carrier: "UPS" } });
    await does("shipFulfillment", "both", { params: sent, body: { tracking_number: "1Z" } });
    await does("deliverFulfillment", "both", { params: sent });
    const bulk = await does("bulkFulfillments", "after", {
      body: { items: [{ order_id: order.id, ship: true }] },
    });
    const [rest] = bulk.body["results"] as { fulfillment: { id: string } }[];
    await does("deliverFulfillment", "both", {
      params: { ...params, fulfillment_id: rest?.fulfillment.id ?? "" },
    });
    await does("completeOrder", "both", { params });
  });

  it("returns and exchanges", async () => {
    const order = await deliveredOrder([{ quantity: 4 }]);
    const id = order.lines[0] ?? "";
    const ask = async () => (await askReturn(order, [{ id, quantity: 1 }])).body.id;
    await does("rejectReturn", "both", { params: { id: await ask() }, body: { reason: "Worn" } });
    const receive = async () => {
      const params = { id: await ask() };
      await does("approveReturn", "both", { params, body: {} });
      await does("receiveReturn", "both", { params, body: { line_items: [{ id, restocked: 1 }] } });
      return params;
    };
    await does("refundReturn", "both", { params: await receive(), body: {}, key: unique("key") });
    const { sku } = await makeVariant({ price: "1.00" });
    const goods = { line_items: [{ sku, quantity: 1 }] };
    await does("exchangeReturn", "both", { params: await receive(), body: goods, key: unique("key") });
  });

  it("payments", async () => {
    const held = async () => (await buy("pm_card_visa", { settings: MANUAL })).payment;
    const id = await held();
    await does("capturePayment", "both", { params: { id }, body: {}, key: unique("key") });
    await does("refundPayment", "both", { params: { id }, body: { amount: 1 }, key: unique("key") });
    await does("voidPayment", "both", { params: { id: await held() } });
  });

  it("the reconciliation with Stripe", async () => {
    const id = crypto.randomUUID();
    await env.DB.prepare(
      "INSERT INTO alerts (id, code, entity, entity_id, details, created_at) VALUES (?, 'payment.books_differ', 'payment', ?, '{}', '2026-01-01T00:00:00.000Z')",
    )
      .bind(id, id)
      .run();
    await does("resolveReconciliationFinding", "after", { params: { id }, body: { note: "Seen" } });
    await does("runReconciliation", "after");
  });

  it("mails", async () => {
    const order = await paidOrder([1]);
    const [mail] = await rows<{ id: string }>("SELECT id FROM notifications WHERE order_id = ?", order.id);
    await does("resendNotification", "after", { params: { id: mail?.id ?? "" }, body: {} });
    const email = `${unique("reader")}@example.com`;
    const id = idOf(await does("suppressAddress", "after", { body: { email } }));
    await does("liftMailSuppression", "before", { params: { id } });
  });

  it("notes and tags", async () => {
    const order = await paidOrder([1]);
    const params = { id: order.id };
    const note = idOf(
      await does("addOrderNote", "after", { params, body: { body: "Fragile", visibility: "internal" } }),
    );
    await does("deleteOrderNote", "before", { params: { ...params, note_id: note } });
    await does("setOrderTags", "both", { params, body: { tags: ["gift"] } });
  });

  it("edits and cancellations", async () => {
    const order = await paidOrder([2]);
    const params = { id: order.id };
    const line_items = [{ id: order.lines[0], quantity: 3 }];
    await does("editOrder", "both", { params, body: { line_items } });
    await does("makePaymentLink", "after", { params, body: { notify: true } });
    await does("cancelOrder", "both", {
      params,
      body: { line_items: [{ id: order.lines[0], quantity: 1 }] },
    });
    await does("cancelOrder", "both", { params, body: {} });
  });

  it("drafts", async () => {
    const { sku } = await makeVariant();
    const body = {
      email: "ada@example.com",
      line_items: [{ sku, quantity: 1 }],
      shipping_address: NEW_YORK,
      shipping_option_id: STANDARD_US,
    };
    const id = idOf(await does("createDraftOrder", "after", { body }));
    await does("replaceDraftOrder", "both", { params: { id }, body });
    await does("updateDraftOrder", "both", { params: { id }, body: { note: "Call first" } });
    await does("sendDraftOrder", "after", { params: { id }, body: {} });
    const other = idOf(await does("createDraftOrder", "after", { body }));
    await does("cancelDraftOrder", "both", { params: { id: other } });
  });

  it("webhooks", async () => {
    const { url } = await makeReceiver([{ status: 500 }]);
    const body = { url, event_types: ["product.changed"] };
    const id = idOf(await does("createWebhookEndpoint", "after", { body }));
    const params = { id };
    await does("rotateWebhookSecret", "after", { params, body: {} });
    await does("testWebhookEndpoint", "after", { params });
    await emit("product.changed", { product_ids: [id] });
    const [delivery] = await deliveriesOf(id);
    await does("replayWebhookDelivery", "before", { params: { id: delivery?.id ?? "" } });
    const range = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
    await does("replayWebhooks", "after", { params, body: range });
    await does("updateWebhookEndpoint", "both", { params, body: { status: "disabled" } });
    await does("deleteWebhookEndpoint", "before", { params });
  });

  it("scheduled jobs and feature flags", async () => {
    await does("runCronJob", "after", { params: { name: "catalog.publish-due" } });
    await does("checkInvariants", "after");
    await does("startBackup", "after");
    await does("setFlag", "after", { params: { name: "returns" }, body: { enabled: true } });
    await does("setFlag", "both", { params: { name: "returns" }, body: { enabled: true, percentage: 90 } });
    await does("resetFlag", "before", { params: { name: "returns" } });
  });

  it("dead letters and replays", async () => {
    const subscriber = "search.project-availability";
    const [one = "", two = "", three = ""] = [1, 2, 3].map(() => crypto.randomUUID());
    for (const id of [one, two, three])
      await rows(
        `INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at)
         VALUES (?1, ?1, ?2, 'inventory.stock_changed', json_object('id', ?1, 'type', 'inventory.stock_changed', 'occurred_at', ?3,
           'payload', json_object('variant_ids', json_array(?1))), 20, 'open', ?3, ?3)`,
        id,
        subscriber,
        "2026-01-01T00:00:00.000Z",
      );
    await does("replayDeadLetter", "both", { params: { id: one } });
    await does("discardDeadLetter", "both", { params: { id: two }, body: { reason: "A test" } });
    await does("replayDeadLetters", "both", { body: { ids: [three] } });
    const range = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };
    await does("createEventReplay", "after", { body: { subscriber, ...range } });
  });

  it("and there is no other route by which they do", () => {
    const changing = routes.filter(
      ({ method, access }) =>
        method !== "get" && access?.kind === "permission" && !SHOPPERS.includes(access.permission),
    );
    const silent = changing.map(({ operationId }) => operationId).filter((id) => !called.has(id));
    expect(silent).toEqual(["previewOrderEdit"]);
  });
});
