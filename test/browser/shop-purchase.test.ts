import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { newProduct, type NewProduct, placeOrder } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { api, sql } from "./support/shop.ts";

it("a guest finds a product, buys it and sees what becomes of the order", async () => {
  const page = await openPage();
  await page.goto("/");
  const box = page.getByRole("combobox", { name: "Search the shop" });
  await box.fill("merino rib");
  await page.getByRole("option", { name: "Merino Rib Beanie" }).click();
  await page.getByRole("heading", { level: 1, name: "Merino Rib Beanie" }).waitFor();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("link", { name: "See the cart" }).click();
  await page.getByRole("link", { name: "Check out" }).click();

  // What is wrong with a field is said at the field, which gets the focus.
  const email = page.getByLabel("Email");
  await page.getByRole("button", { name: "Continue to address" }).click();
  expect(await email.getAttribute("aria-invalid")).toBe("true");
  expect(await email.evaluate((input) => input === document.activeElement)).toBe(true);
  await email.fill("ada@example.com");
  await page.getByRole("button", { name: "Continue to address" }).click();
  await page.getByLabel("Bill to another address").check();
  await fillAddress(page);
  await checkA11y(page);
  await page.getByRole("button", { name: "Continue to billing address" }).click();
  await page.getByRole("heading", { name: "Billing address" }).waitFor();
  await fillAddress(page, { line1: "2 Billing Way", country: "JP" });
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await page.getByRole("radio", { name: /Express/ }).check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page
    .getByRole("complementary", { name: "Your order" })
    .getByText(/New York sales tax/)
    .last()
    .waitFor();
  await page.getByRole("radio", { name: "Test card that pays" }).waitFor();
  await checkA11y(page);
  await page.getByRole("button", { name: /^Pay \$/ }).click();

  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  await page.getByText("2 Billing Way").waitFor();
  await page.getByText("Order placed").waitFor();
  await checkA11y(page);
  const order = await orderOfPage(page);
  expect(order).toMatchObject({ email: "ada@example.com", status: "confirmed", payment_status: "paid" });

  await page.getByRole("link", { name: "Invoice" }).click();
  await page.getByRole("heading", { name: `Invoice ${order.number}` }).waitFor();
  await page.getByRole("link", { name: "Back to the order" }).click();

  await ship(order.id);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Your order is on its way" }).waitFor();
  const tracking = page.getByRole("link", { name: "Track UPS 1Z999" });
  expect(await tracking.getAttribute("href")).toBe("https://carrier.example.com/1Z999");
  await page.getByRole("button", { name: "Order again" }).click();
  await page.getByRole("heading", { level: 1, name: "Your cart" }).waitFor();
  await page.getByText("1 item").waitFor();
});

it("a declined card leaves an order that is paid with another one, after the bank has asked", async () => {
  const page = await openPage({ expects: [402] });
  await toPayment(page, await newProduct());
  await page.getByRole("radio", { name: "Test card that is declined" }).check();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("alert").getByText("Your card was declined.").waitFor();
  await page.getByText("is placed, but not paid").waitFor();
  await checkA11y(page);

  // The order outlives a reload, and the bank's page leads back to it.
  await page.reload();
  await page.getByText("is placed, but not paid").waitFor();
  await page.getByRole("radio", { name: "Test card that asks for confirmation" }).check();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("button", { name: "Fail authentication" }).click();
  await page.getByRole("heading", { level: 1, name: "Your payment did not go through" }).waitFor();
  expect(page.url()).not.toContain("secret");
  await page.getByRole("radio", { name: "Test card that asks for confirmation" }).check();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("button", { name: "Complete authentication" }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  const { status, payments } = await orderOfPage(page);
  expect({ status, paid: payments.map((payment) => payment.status) }).toEqual({
    status: "confirmed",
    paid: ["succeeded"],
  });
});

it("the bank's page leads back from the checkout itself, too", async () => {
  const page = await openPage();
  await toPayment(page, await newProduct());
  await page.getByRole("radio", { name: "Test card that asks for confirmation" }).check();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("button", { name: "Complete authentication" }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
});

it("a double click, a lost answer and a reload in the middle make one order", async () => {
  const page = await openPage();
  const email = await toPayment(page, await newProduct());
  // The request arrives, its answer does not, and nothing gets through until the page is loaded again.
  let requests = 0;
  await page.route("**/api/v1/orders", async (route) => {
    if (requests++ === 0) await route.fetch();
    // The reload has ended the request itself, maybe.
    await route.abort().catch(() => undefined);
  });
  await page.getByRole("button", { name: /^Pay \$/ }).dblclick();
  await expect.poll(() => ordersOf(email), { timeout: 10_000 }).toHaveLength(1);
  await page.unroute("**/api/v1/orders");
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  const { id } = await orderOfPage(page);
  expect(await ordersOf(email)).toEqual([{ id, status: "confirmed" }]);
});

it("an answer that never comes is told, and asking again finds the order", async () => {
  const page = await openPage();
  const email = await toPayment(page, await newProduct());
  await page.route("**/api/v1/orders", (route) => route.abort());
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByText("We do not know yet whether your order arrived.").waitFor();
  await page.unroute("**/api/v1/orders");
  await page.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  expect(await ordersOf(email)).toHaveLength(1);
});

it("after an unclear answer the same card is the same payment, and another card another one", async () => {
  const page = await openPage({ expects: [402] });
  await toPayment(page, await newProduct());
  await page.getByRole("radio", { name: "Test card that is declined" }).check();
  const pay = page.getByRole("button", { name: /^Pay \$/ });
  await pay.click();
  await page.getByText("is placed, but not paid").waitFor();
  const sent: { key: string | undefined; card: unknown }[] = [];
  await page.route("**/payments", async (route) => {
    const request = route.request();
    const body = request.postDataJSON() as { payment_method: unknown };
    sent.push({ key: request.headers()["idempotency-key"], card: body.payment_method });
    await (sent.length < 3 ? route.abort() : route.continue());
  });
  await page.getByRole("radio", { name: "Test card that is declined" }).check();
  for (const tries of [1, 2]) {
    await pay.click();
    await expect.poll(() => sent.length).toBe(tries);
    await page.getByText("The shop could not be reached").waitFor();
    await expect.poll(() => pay.getAttribute("aria-disabled")).not.toBe("true");
  }
  await page.getByRole("radio", { name: "Test card that pays" }).check();
  await pay.click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  expect(sent.map(({ card }) => card)).toEqual([
    "pm_card_chargeDeclined",
    "pm_card_chargeDeclined",
    "pm_card_visa",
  ]);
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.key).not.toBe(sent[0]?.key);
});

it("a quote that does not come can be asked for again, and nothing is paid before it has come", async () => {
  const page = await openPage();
  await toPayment(page, await newProduct());
  await page.route("**/api/v1/cart/quote", (route) => route.abort());
  await page.reload();
  const again = page.getByRole("button", { name: "Try again" });
  await again.waitFor();
  expect(await page.getByRole("button", { name: /^Pay \$/ }).count()).toBe(0);
  await page.unroute("**/api/v1/cart/quote");
  await again.click();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
});

it("a price that changes before paying is shown and agreed to, not charged", async () => {
  const page = await openPage({ expects: [409] });
  const product = await newProduct({ price: 2_500 });
  const email = await toPayment(page, product);
  await changePrice(product, 3_000);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByText("Nothing was charged.").waitFor();
  expect(await ordersOf(email)).toEqual([]);
  await page.getByRole("button", { name: "Accept the changes" }).click();
  await page.getByRole("complementary", { name: "Your order" }).getByText("$30.00").last().waitFor();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  expect((await orderOfPage(page)).totals.subtotal.amount).toBe(3_000);
});

it("what is sold out meanwhile is said in words, with the way out", async () => {
  const page = await openPage({ expects: [409] });
  const product = await newProduct({ stock: 1 });
  await toPayment(page, product);
  await placeOrder({ lines: [{ sku: product.sku, quantity: 1 }] });
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByText("Nothing was charged.").waitFor();
  await page.getByText(`${product.name}:`).waitFor();
  expect(await page.getByRole("button", { name: /^Pay \$/ }).isDisabled()).toBe(true);
  await page.getByRole("link", { name: "Back to the cart" }).click();
  await page.getByRole("button", { name: "Take it out" }).waitFor();
});

it("on a phone a link with the order's token opens it, it is cancelled there, and nobody else sees it", async () => {
  const page = await openPage({ viewport: PHONE, colorScheme: "dark", expects: [401, 404] });
  const { id, access_token } = await placeOrder();
  await page.goto(`/orders/${id}`);
  await page.getByRole("heading", { name: "This order cannot be shown here" }).waitFor();
  // The page that is open takes the token from the link.
  await page.goto(`/orders/${id}#token=${access_token}`);
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();
  expect(page.url()).not.toContain("token");
  await checkA11y(page);
  await page.getByRole("button", { name: "Cancel the order" }).click();
  await page.getByLabel("Why? (optional)").fill("Ordered twice");
  await page.getByRole("button", { name: "Yes, cancel the order" }).click();
  await page.getByRole("heading", { level: 1, name: "This order was cancelled" }).waitFor();
  await page.getByText("Refunded", { exact: true }).waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

/** Fills the cart and the steps of the checkout, up to paying. Answers the guest's address. */
async function toPayment(page: Page, { slug }: NewProduct): Promise<string> {
  const email = `guest-${randomUUID().slice(0, 8)}@example.com`;
  await page.goto(`/products/${slug}`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("Added to your cart").waitFor();
  await page.goto("/checkout");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Continue to address" }).click();
  await fillAddress(page);
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByRole("radio", { name: "Test card that pays" }).waitFor();
  return email;
}

async function fillAddress(page: Page, { line1 = "1 Analytical Way", country = "US" } = {}): Promise<void> {
  await page.getByLabel("Country", { exact: true }).selectOption(country);
  await page.getByLabel("First name", { exact: true }).fill("Ada");
  await page.getByLabel("Last name", { exact: true }).fill("Lovelace");
  await page.getByLabel("Street and number", { exact: true }).fill(line1);
  await page.getByLabel("Postal code", { exact: true }).fill("10001");
  await page.getByLabel("City", { exact: true }).fill("New York");
  await page.getByLabel("State or province", { exact: true }).fill("NY");
}

async function orderOfPage(page: Page) {
  const id = /orders\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  return dataOf(api.GET("/api/v1/orders/{id}", { params: { path: { id } } }));
}

function ordersOf(email: string): Promise<{ id: string; status: string }[]> {
  return sql<{ id: string; status: string }>("SELECT id, status FROM orders WHERE email = ?", email);
}

async function changePrice({ id }: NewProduct, amount: number): Promise<void> {
  const { variants } = await dataOf(api.GET("/api/v1/products/{id}", { params: { path: { id } } }));
  const params = { path: { id, variant_id: variants[0]?.id ?? "" } };
  const body = { price: { amount, currency: "USD" } };
  await dataOf(api.PATCH("/api/v1/products/{id}/variants/{variant_id}", { params, body }));
}

async function ship(id: string): Promise<void> {
  const tracking = {
    carrier: "UPS",
    tracking_number: "1Z999",
    tracking_url: "https://carrier.example.com/1Z999",
  };
  const body = { ...tracking, ship: true };
  await dataOf(api.POST("/api/v1/orders/{id}/fulfillments", { params: { path: { id } }, body }));
}
