import { expect } from "vitest";
import { api, asStaff, eventsDelivered, rows } from "./api.ts";
import { png, uploadFile } from "./files.ts";
import { reader } from "./reads.ts";
import { deliveredOrder, madeReturn } from "./returns.ts";
import { importCsv, NEW_YORK, unique } from "./shop.ts";
import { csvOf, upload } from "./transfers.ts";
import { deliverAt, oneDelivery } from "./webhooks.ts";

/** Makes at least two of nearly everything that the API has. */
export async function fillShop(): Promise<void> {
  const staff = await asStaff();
  const make = async (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = staff,
  ) => {
    const answer = await api<{ id: string }>(method, path, { body, headers });
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  const sold = [{ quantity: 2 }, { quantity: 1 }];
  const orders = [await deliveredOrder(sold), await deliveredOrder(sold)];
  for (const order of orders) {
    await madeReturn(order, [{ id: order.lines[0] ?? "", quantity: 1 }]);
    for (const text of ["Rang", "Rang again"])
      await make("POST", `/api/v1/orders/${order.id}/notes`, { body: text, visibility: "internal" });
    for (const amount of [100, 200]) {
      const path = `/api/v1/payments/${order.order.payments[0]?.id}/refunds`;
      await make("POST", path, { amount }, { ...staff, "Idempotency-Key": unique("refund") });
    }
  }
  const own = (await reader()).headers;
  for (const line1 of ["1 Elm Street", "2 Elm Street"])
    await make("POST", "/api/v1/customers/me/addresses", { ...NEW_YORK, line1 }, own);
  for (const name of ["b", "c"])
    await make("POST", "/api/v1/inventory/locations", { name: unique(name), priority: 10 });
  for (const email of ["ada@example.com", "grace@example.com"])
    await make("POST", "/api/v1/notifications/suppressions", { email, scope: "marketing" });
  for (const quantity of [1, 2])
    await make("POST", "/api/v1/draft-orders", {
      email: "ada@example.com",
      line_items: [{ variant_id: orders[0]?.variants[0]?.id, quantity }],
    });
  for (let at = 0; at < 2; at++) {
    const { id, at: time } = await oneDelivery({ status: 500 }, { status: 200 });
    await deliverAt(time, [id]);
    await deliverAt(new Date(time.getTime() + 60_000), [id]);
    await rows(
      `INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at)
       VALUES (?1, ?1, 'nobody', 'order.paid', ?2, 3, 'open', ?3, ?3)`,
      ...[
        crypto.randomUUID(),
        JSON.stringify({ id: "e", type: "order.paid", occurred_at: time, payload: {} }),
      ],
      time.toISOString(),
    );
    await make("POST", "/api/v1/ops/events/replays", {
      subscriber: "search.project-products",
      from: time.toISOString(),
      again: true,
    });
  }
  for (const name of ["Mugs", "Bowls"]) {
    await make("POST", "/api/v1/categories", { name: unique(name), parent_id: null });
    await importCsv(csvOf(unique(name), 1));
    await upload(csvOf(unique(name), 1));
  }
  await make("POST", "/api/v1/search/rebuild", {});
  await make("POST", "/api/v1/ops/jobs/invariants.check/run", {});
  await eventsDelivered();
  const { body } = await api<{ data: { id: string }[] }>("GET", "/api/v1/products");
  for (let at = 0; at < 2; at++) {
    const { id } = (await uploadFile(await png())).body;
    await make("POST", `/api/v1/products/${body.data[0]?.id}/media`, { media_id: id });
  }
  await eventsDelivered();
}
