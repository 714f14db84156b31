import { firstOf, listOf, type Stage, textOf, type Thing } from "./stage.ts";
import type { ActorName } from "./cast.ts";

export const ADDRESS = {
  first_name: "Ada",
  last_name: "Lovelace",
  line1: "1 Analytical Way",
  city: "New York",
  region: "NY",
  postal_code: "10001",
  country: "US",
};

/** Carts, orders in every state, and what follows them. */
export async function stageSales(stage: Stage): Promise<void> {
  await readyCart(stage, "guest");
  await readyCart(stage, "customer");
  const own = await order(stage, { as: "customer" });
  await stage.ask("listOwnOrders", { as: "customer" });
  for (const as of ["customer", "neighbour"] as const)
    await stage.ask("addOwnAddress", { as, json: ADDRESS });
  await stage.ask("reorder", { as: "customer", params: [own.id] });
  await order(stage, { as: "neighbour" });
  await unpaid(stage);
  await authorized(stage);
  await edited(stage);
  await drafts(stage);
  const sent = await delivered(stage);
  await returned(stage, sent, "refundReturn");
  await returned(stage, await delivered(stage), "exchangeReturn");
  await order(stage, { card: "pm_card_createDispute" });
  for (const as of ["guest", "customer"] as const) await readyCart(stage, as);
}

export async function readyCart(stage: Stage, as: ActorName): Promise<Record<string, string>> {
  const { sku } = firstOf(
    listOf((await stage.ask("listProducts", { as: "guest", query: { availability: "in_stock" } })).body),
  );
  const skus = [textOf({ id: "", sku }, "sku"), "BRD-ACA-S", "BRD-ACA-M"].filter((each) => each !== "");
  let headers: Record<string, string> = {};
  for (const each of skus.slice(0, 2)) {
    const added = await stage.ask("addCartItem", { as, headers, json: { sku: each, quantity: 2 } });
    const token = added.headers.get("X-Cart-Token");
    if (token !== null) headers = { "X-Cart-Token": token };
  }
  await stage.ask("setCartContact", { as, headers, json: { email: "ada@example.com" } });
  await stage.ask("setCartShippingAddress", { as, headers, json: ADDRESS });
  await stage.ask("setCartBillingAddress", { as, headers, json: ADDRESS });
  const { id } = firstOf(listOf((await stage.ask("listCartShippingOptions", { as, headers })).body));
  await stage.ask("setCartShippingOption", { as, headers, json: { id } });
  await stage.ask("quoteCart", { as, headers });
  return headers;
}

async function order(stage: Stage, options: { as?: ActorName; card?: string | null } = {}): Promise<Thing> {
  const { as = "guest", card = "pm_card_visa" } = options;
  const made = await placed(stage, as, card === null ? {} : { payment_method: card });
  const payment = made["payment"] as Thing | null | undefined;
  if (payment?.["status"] === "requires_capture")
    await stage.ask("capturePayment", { params: [payment.id], json: {} });
  return made;
}

async function placed(stage: Stage, as: ActorName, json: object): Promise<Thing> {
  const headers = await readyCart(stage, as);
  return (await stage.ask("placeOrder", { as, headers, json })).body;
}

async function unpaid(stage: Stage): Promise<void> {
  const first = await order(stage, { card: null });
  const headers = { "X-Order-Token": textOf(first, "access_token") };
  await stage.ask("getPayableOrder", { as: "guest", headers, params: [first.id] });
  await stage.ask("makePaymentLink", { params: [first.id], json: {} });
  await stage.ask("payOrder", {
    as: "guest",
    headers,
    params: [first.id],
    json: { payment_method: "pm_card_visa" },
  });
  const second = await order(stage, { card: null });
  await stage.ask("cancelOrder", { params: [second.id], json: { reason: "A test" } });
}

/** Where payments are captured by hand, one is let go of instead. */
async function authorized(stage: Stage): Promise<void> {
  const { payment } = await placed(stage, "guest", { payment_method: "pm_card_visa" });
  const { id = "", status } = (payment ?? {}) as Partial<Thing>;
  if (status === "requires_capture") await stage.ask("voidPayment", { params: [id] });
}

async function edited(stage: Stage): Promise<void> {
  const { id } = await order(stage);
  const { body } = await stage.ask("getOrder", { params: [id] });
  const [line] = listOf(body, "line_items");
  const json = { line_items: [{ id: line?.id, quantity: 1 }], version: body["version"] };
  await stage.ask("previewOrderEdit", { params: [id], json: { line_items: json.line_items } });
  await stage.ask("editOrder", { params: [id], json });
  await stage.ask("addOrderNote", { params: [id], json: { body: "Call first", visibility: "customer" } });
  const note = await stage.ask("addOrderNote", {
    params: [id],
    json: { body: "Call twice", visibility: "internal" },
  });
  await stage.ask("deleteOrderNote", { params: [id, note.body.id] });
  await stage.ask("setOrderTags", { params: [id], json: { tags: ["gift"] } });
  const payment = firstOf(listOf((await stage.ask("listPayments", { query: { order_id: id } })).body));
  await stage.ask("refundPayment", { params: [payment.id], json: { amount: 100 } });
  const made = await stage.ask("createFulfillment", { params: [id], json: {} });
  await stage.ask("updateFulfillment", { params: [id, made.body.id], json: { carrier: "UPS" } });
  await stage.ask("cancelFulfillment", { params: [id, made.body.id] });
  const other = await order(stage);
  await stage.ask("processOrder", { params: [other.id] });
}

async function drafts(stage: Stage): Promise<void> {
  const json = {
    email: "ada@example.com",
    line_items: [{ sku: "BRD-ACA-S", quantity: 1 }],
    shipping_address: ADDRESS,
  };
  const first = await stage.ask("createDraftOrder", { json });
  await stage.ask("updateDraftOrder", { params: [first.body.id], json: { email: "bob@example.com" } });
  await stage.ask("replaceDraftOrder", { params: [first.body.id], json });
  const { body } = await stage.ask("getDraftOrder", { params: [first.body.id] });
  const option = firstOf(listOf(body, "shipping_options"));
  if (option.id !== "")
    await stage.ask("updateDraftOrder", { params: [first.body.id], json: { shipping_option_id: option.id } });
  await stage.ask("sendDraftOrder", { params: [first.body.id], json: { notify: true } });
  const second = await stage.ask("createDraftOrder", { json });
  await stage.ask("cancelDraftOrder", { params: [second.body.id] });
  await stage.ask("createDraftOrder", { json });
}

async function delivered(stage: Stage): Promise<Thing> {
  const sent = await order(stage);
  const { body } = await stage.ask("createFulfillment", {
    params: [sent.id],
    json: { carrier: "UPS", tracking_number: "1Z" },
  });
  await stage.ask("shipFulfillment", { params: [sent.id, body.id], json: {} });
  await stage.ask("deliverFulfillment", { params: [sent.id, body.id] });
  return sent;
}

async function returned(stage: Stage, sent: Thing, end: "refundReturn" | "exchangeReturn"): Promise<void> {
  const headers = { "X-Order-Token": textOf(sent, "access_token") };
  const [line] = listOf(sent, "line_items");
  const line_items = [{ id: line?.id, quantity: 1, reason: "Too small" }];
  const ask = (json: object) => stage.ask("requestReturn", { as: "guest", headers, params: [sent.id], json });
  const first = await ask({ line_items });
  await stage.ask("cancelReturn", { as: "guest", headers, params: [first.body.id] });
  const second = await ask({ line_items });
  await stage.ask("rejectReturn", { params: [second.body.id], json: { reason: "Worn" } });
  const third = await ask({ line_items, exchange: end === "exchangeReturn" });
  const params = [third.body.id];
  await stage.ask("approveReturn", { params, json: {} });
  const received = listOf((await stage.ask("getReturn", { params })).body, "line_items");
  await stage.ask("receiveReturn", {
    params,
    json: { line_items: received.map(({ id }) => ({ id, restocked: 1, written_off: 0 })) },
  });
  const json = end === "refundReturn" ? {} : { line_items: [{ sku: line?.["sku"], quantity: 1 }] };
  await stage.ask(end, { params, json });
  await stage.ask("completeOrder", { params: [sent.id] });
}
