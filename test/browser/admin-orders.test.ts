import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs } from "./support/accounts.ts";
import { newProduct, placeOrder } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { api } from "./support/shop.ts";

async function readOrder(id: string) {
  const order = await dataOf(api.GET("/api/v1/orders/{id}", { params: { path: { id } } }));
  const { data: payments } = await dataOf(
    api.GET("/api/v1/payments", { params: { query: { order_id: id } } }),
  );
  return { order, refunds: payments.flatMap(({ refunds }) => refunds) };
}

function dialog(page: Page) {
  return page.getByRole("dialog");
}

/** Presses the button of the open dialog that sends it, and waits until it was taken. */
async function send(page: Page, button: string) {
  await dialog(page).getByRole("button", { name: button, exact: true }).click();
  await dialog(page).waitFor({ state: "detached" });
}

describe("orders in the panel", () => {
  test("staff find an order, fulfil and ship a part of it, refund a part, and what is not possible says why", async () => {
    const [mug, bowl] = [await newProduct({ price: 1_000 }), await newProduct({ price: 4_000 })];
    const { id, number } = await placeOrder({
      lines: [
        { sku: mug.sku, quantity: 3 },
        { sku: bowl.sku, quantity: 1 },
      ],
    });
    const page = await openPage();
    await loginAs(page, "staff");

    await page.goto("/admin/orders");
    await page.getByRole("textbox", { name: "Search orders" }).fill(number.toLowerCase());
    await page.waitForURL(/filter=/);
    const rows = page.getByRole("row").filter({ hasText: "@example.com" });
    await expect.poll(() => rows.count()).toBe(1);
    await rows.getByText(number).click();
    await page.getByRole("heading", { level: 1, name: `Order ${number}` }).waitFor();
    expect(page.url()).toContain(id);

    await page.getByRole("button", { name: "Fulfil", exact: true }).click();
    await dialog(page).getByRole("spinbutton", { name: mug.sku }).fill("2");
    await dialog(page).getByRole("spinbutton", { name: bowl.sku }).fill("0");
    await send(page, "Create fulfillment");
    const parcel = page.getByRole("region", { name: "Fulfillments" }).getByRole("article");
    await parcel.getByText(`2 × ${mug.name}`).waitFor();

    await parcel.getByRole("button", { name: "Ship", exact: true }).click();
    await dialog(page).getByLabel("Carrier").fill("UPS");
    await dialog(page).getByLabel("Tracking number").fill("1Z999AA10123456784");
    await send(page, "Ship it");
    await parcel.getByText("1Z999AA10123456784").waitFor();
    await page.getByText("Partially fulfilled").waitFor();
    expect((await readOrder(id)).order).toMatchObject({
      status: "processing",
      fulfillment_status: "partially_fulfilled",
      line_items: [
        { quantity: 3, shipped_quantity: 2 },
        { quantity: 1, shipped_quantity: 0 },
      ],
    });

    const again = parcel.getByRole("button", { name: "Ship", exact: true });
    await again.hover();
    await page.getByRole("tooltip").getByText("Needs created, is shipped.").waitFor();
    expect(await again.getAttribute("aria-disabled")).toBe("true");
    await again.press("Enter");
    expect(await dialog(page).count()).toBe(0);

    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await dialog(page).getByRole("textbox", { name: "Amount" }).fill("99999");
    await dialog(page).getByText("Only $").waitFor();
    await dialog(page).getByLabel("What units cost").check();
    await dialog(page).getByRole("spinbutton", { name: mug.sku }).fill("1");
    // A third of 30.00 with New York's 8.875 %, rounded down: the other units get the cent.
    await dialog(page).getByText("$10.88", { exact: true }).waitFor();
    await send(page, "Refund");
    await page.getByText("Partially refunded").waitFor();
    const ledger = page.getByRole("table", { name: "Ledger" });
    await ledger.getByRole("row", { name: /Refunded .*\$10\.88/ }).waitFor();
    expect((await readOrder(id)).refunds).toMatchObject([
      { amount: { amount: 1_088 }, line_items: [{ quantity: 1 }], status: "succeeded" },
    ]);
    await checkA11y(page);
  });

  test("a refund whose answer was lost is made once, however often it is tried", async () => {
    const { id } = await placeOrder();
    const page = await openPage({ expects: [429] });
    await loginAs(page, "staff");
    const keys: (string | undefined)[] = [];
    const tooMany = {
      type: "https://shop.example.com/docs/errors#request.rate_limited",
      status: 429,
      code: "request.rate_limited",
      title: "Too many",
      detail: "Wait a moment.",
      request_id: "told-by-the-test",
    };
    await page.route("**/refunds", async (route) => {
      keys.push((await route.request().allHeaders())["idempotency-key"]);
      if (keys.length === 2)
        return route.fulfill({ status: 429, contentType: "application/problem+json", json: tooMany });
      const answer = await route.fetch();
      return keys.length === 1 ? route.abort() : route.fulfill({ response: answer });
    });
    await page.goto(`/admin/orders/${id}/show`);
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await dialog(page).getByRole("textbox", { name: "Amount" }).fill("5");
    await dialog(page).getByRole("button", { name: "Refund", exact: true }).click();
    await dialog(page).getByRole("alert").filter({ hasText: "did not answer" }).waitFor();
    // Behind the dialog the page shows what was done nevertheless.
    await page.getByText("Partially refunded").waitFor();
    await dialog(page).getByRole("button", { name: "Refund", exact: true }).click();
    await dialog(page).getByRole("alert").filter({ hasText: "Wait a moment." }).waitFor();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Refund", exact: true }).click();
    await dialog(page).getByRole("textbox", { name: "Amount" }).fill("5");
    await send(page, "Refund");
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(3);
    const { refunds } = await readOrder(id);
    expect(refunds.map(({ amount }) => amount.amount)).toEqual([500]);
  });

  test("notes are written and deleted, and stand in the timeline", async () => {
    const { id } = await placeOrder();
    const page = await openPage();
    await loginAs(page, "staff");
    await page.goto(`/admin/orders/${id}/show`);
    const activity = page.getByRole("region", { name: "Activity" });
    await activity.getByRole("textbox", { name: "Note" }).fill("Called about the colour.");
    await activity.getByRole("button", { name: "Add note" }).click();
    const note = activity.getByRole("listitem").filter({ hasText: "Called about the colour." });
    await note.waitFor();
    expect(await activity.getByRole("textbox", { name: "Note" }).inputValue()).toBe("");
    await note.getByRole("button", { name: "Delete note" }).click();
    await send(page, "Delete it");
    await note.waitFor({ state: "detached" });
    await activity.getByText("A note was deleted").waitFor();
  });

  test("chosen orders are fulfilled together, each with its own result, and what a search finds is exported", async () => {
    const email = `bulk-${crypto.randomUUID().slice(0, 8)}@example.com`;
    const [first, second] = [await placeOrder({ email }), await placeOrder({ email })];
    const path = { id: first.id };
    await dataOf(api.POST("/api/v1/orders/{id}/fulfillments", { params: { path }, body: {} }));
    const page = await openPage();
    await loginAs(page, "staff");
    await page.goto(`/admin/orders?${new URLSearchParams({ filter: JSON.stringify({ q: email }) })}`);
    await page.getByText(second.number).waitFor();

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const csv = await text(await (await download).createReadStream());
    expect(csv).toContain(first.number);
    expect(csv.trim().split("\n")).toHaveLength(3);

    await page.getByRole("checkbox", { name: "Select all" }).check();
    await page.getByRole("button", { name: "Fulfil selected" }).click();
    await dialog(page).getByRole("button", { name: "Create fulfillments" }).click();
    await dialog(page).getByText("1 of 2 fulfilled").waitFor();
    await dialog(page)
      .getByRole("alert")
      .filter({ hasText: `${second.number}: Fulfillment created.` })
      .waitFor();
    await dialog(page).getByRole("button", { name: "Close" }).click();
    expect((await readOrder(second.id)).order.line_items).toMatchObject([
      { quantity: 2, fulfilled_quantity: 2 },
    ]);
  });

  test("a draft order is written, priced and sent with a link to pay", async () => {
    const product = await newProduct({ price: 3_000 });
    const page = await openPage({ expects: [412] });
    await loginAs(page, "staff");
    await page.goto("/admin/draft-orders");
    await page.getByRole("button", { name: "New draft order" }).click();
    await dialog(page).getByLabel("The customer's e-mail").fill("phone@example.com");
    await send(page, "Begin");
    await page.getByRole("combobox", { name: "Add an item" }).fill(product.sku);
    await page.getByRole("option", { name: new RegExp(product.sku) }).click();
    await page.getByRole("spinbutton", { name: product.sku }).fill("2");
    const address = {
      "First name": "Grace",
      "Last name": "Hopper",
      Address: "1 Navy Yard",
      City: "New York",
      "Postal code": "10001",
      "State or province": "NY",
      Country: "us",
    };
    for (const [label, text] of Object.entries(address))
      await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("combobox", { name: "Shipping" }).click();
    await page.getByRole("option", { name: /Standard/ }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("region", { name: "Total" }).getByText("$60.00").waitFor();

    const sending = page.getByRole("button", { name: "Send", exact: true });
    await sending.and(page.locator("[aria-disabled=false]")).waitFor();
    await page.getByRole("textbox", { name: "Note" }).fill("Ring twice.");
    const path = { id: /draft-orders\/([^/]+)/.exec(page.url())?.[1] ?? "" };
    const body = { email: "desk@example.com" };
    await dataOf(api.PATCH("/api/v1/draft-orders/{id}", { params: { path }, body }));
    // Whoever comes back to the tab reads the page anew.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await page.getByRole("heading", { level: 1, name: "desk@example.com" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Note" }).inputValue()).toBe("Ring twice.");
    expect(await sending.getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await send(page, "Save mine over it");
    const { email, note } = await dataOf(api.GET("/api/v1/draft-orders/{id}", { params: { path } }));
    expect({ email, note }).toEqual({ email: "desk@example.com", note: "Ring twice." });
    await sending.and(page.locator("[aria-disabled=false]")).click();
    await dialog(page).getByRole("button", { name: "Send", exact: true }).click();
    await dialog(page)
      .getByRole("link", { name: /\/pay\// })
      .waitFor();
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await page.getByText("It was sent as order").getByRole("link").click();
    await page.getByText("by staff, as a draft order").waitFor();
    await page.getByText("Unpaid").waitFor();
  });

  test("the list and an order can be read on a phone and in the dark", async () => {
    const { id, number } = await placeOrder();
    const page = await openPage({ viewport: PHONE, colorScheme: "dark" });
    await loginAs(page, "staff");
    await page.goto("/admin/orders");
    await page.getByRole("link", { name: new RegExp(number) }).waitFor();
    await checkA11y(page);
    await page.goto(`/admin/orders/${id}/show`);
    await page.getByRole("table", { name: "Ledger" }).waitFor();
    await checkA11y(page);
    const isScrolling = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(isScrolling).toBe(false);
  });
});
