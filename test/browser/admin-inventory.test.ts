import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs } from "./support/accounts.ts";
import { type NewProduct, newProduct, placeOrder } from "./support/data.ts";
import { openPage } from "./support/page.ts";
import { api } from "./support/shop.ts";

test("adjusting and transferring shows in levels and ledger, and the result is seen before", async () => {
  const product = await newProduct({ stock: 20 });
  const place = await newLocation();
  const order = await placeOrder({ lines: [{ sku: product.sku, quantity: 3 }], card: null });
  const page = await openPage();
  await loginAs(page, "staff");
  await page.goto("/admin/inventory");
  await page.getByPlaceholder(/SKU or product/).fill(product.sku);
  // A row can only be clicked: what it is called leads there by keyboard, too.
  await page.getByRole("link", { name: product.name }).press("Enter");
  await level(page, "Main", "20 3 17").waitFor();
  await page.getByRole("table", { name: "Reservations" }).getByRole("link", { name: order.number }).waitFor();

  await page.getByRole("button", { name: /^Adjust at Main/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Difference").fill("-18");
  await dialog.getByText(/Orders hold 3 units/).waitFor();
  await dialog.getByLabel("Difference").fill("-2");
  await dialog.getByRole("cell", { name: "20 → 18" }).waitFor();
  await dialog.getByLabel("Reason").fill("Broken on the way");
  await dialog.getByRole("button", { name: "Adjust" }).dblclick();
  await level(page, "Main", "18 3 15").waitFor();

  await page.getByRole("button", { name: "Transfer" }).click();
  await choose(page, "To", place);
  await dialog.getByLabel("Quantity").fill("5");
  await dialog.getByRole("cell", { name: "0 → 5" }).first().waitFor();
  await checkA11y(page);
  await dialog.getByRole("button", { name: "Transfer" }).click();
  await level(page, place, "5 0 5").waitFor();
  await level(page, "Main", "13 3 10").waitFor();

  const ledger = page.getByRole("table", { name: "Ledger" });
  await ledger.getByRole("row", { name: /Transfer .* \+5 5/ }).waitFor();
  await ledger.getByRole("row", { name: /Adjustment .* -2 18 Broken on the way/ }).waitFor();
  expect(await ledger.getByText("Broken on the way").count()).toBe(1);
  await checkA11y(page);

  await page.getByRole("table", { name: "Reservations" }).getByRole("link", { name: order.number }).click();
  await page.getByRole("heading", { level: 1, name: `Order ${order.number}` }).waitFor();
  await page.getByRole("link", { name: product.name }).click();
  await page.getByRole("heading", { level: 1, name: product.name }).waitFor();
});

test("a count notices what was sold in between, and is decided on the new figures", async () => {
  const product = await newProduct({ stock: 10 });
  const page = await openPage({ expects: [412] });
  await openStock(page, product);
  await page.getByRole("button", { name: /^Count at Main/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Counted").fill("9");
  await dialog.getByRole("cell", { name: "10 → 9" }).first().waitFor();
  await adjust(product, -4);
  await dialog.getByRole("button", { name: "Set on hand" }).click();
  await dialog.getByText(/The stock has changed meanwhile/).waitFor();
  await dialog.getByRole("cell", { name: "6 → 9" }).first().waitFor();
  await dialog.getByLabel("Counted").fill("5");
  await dialog.getByRole("button", { name: "Set on hand" }).click();
  await level(page, "Main", "5 0 5").waitFor();
  await page.getByText("Low stock", { exact: true }).first().waitFor();
});

test("a delivery is booked all or nothing: an unknown SKU is named at its line", async () => {
  const [one, two] = [await newProduct({ stock: 1 }), await newProduct({ stock: 1 })];
  const reference = `DN-${randomUUID().slice(0, 8)}`;
  const page = await openPage({ expects: [422] });
  await loginAs(page, "staff");
  await page.goto("/admin/receiving");
  await page.getByLabel("Reference").fill(reference);
  await page.getByLabel("SKU").fill(one.sku);
  await page.getByLabel("Quantity", { exact: true }).fill("4");
  await page.getByLabel("Quantity", { exact: true }).press("Enter");
  await page.getByRole("button", { name: "Paste a list…" }).click();
  await page.getByLabel("SKU and quantity, a line each").fill(`${two.sku}\t6\nNO-SUCH-SKU\t2\n`);
  await page.getByRole("button", { name: "Add 2 lines" }).click();
  // What was written down is still there.
  await page.reload();
  await page.getByRole("button", { name: "Receive 12 units" }).click();
  await page
    .getByRole("row", { name: /NO-SUCH-SKU/ })
    .getByText("names no variant")
    .waitFor();
  await page.getByRole("button", { name: "Remove NO-SUCH-SKU" }).click();
  await page.getByRole("button", { name: "Receive 10 units" }).click();
  await page.getByText("10 units are on the shelf.").waitFor();
  await checkA11y(page);
  await page.getByRole("link", { name: `See ${reference} in the ledger` }).click();
  await page.getByRole("row", { name: new RegExp(`${one.sku} Receipt .*4 5`) }).waitFor();
  await page.getByRole("row", { name: new RegExp(`${two.sku} Receipt .*6 7`) }).waitFor();
});

/** The row of a location: on hand, reserved, available. */
function level(page: Page, place: string, figures: string) {
  return page
    .getByRole("table", { name: "Levels" })
    .getByRole("row", { name: new RegExp(`^${place}.* ${figures} `) });
}

async function choose(page: Page, label: string, choice: string): Promise<void> {
  await page
    .getByRole("dialog")
    .getByLabel(new RegExp(`^${label}`))
    .click();
  await page.getByRole("option", { name: choice }).click();
}

async function openStock(page: Page, product: NewProduct): Promise<void> {
  await loginAs(page, "staff");
  const { data } = await dataOf(api.GET("/api/v1/inventory", { params: { query: { sku: product.sku } } }));
  await page.goto(`/admin/inventory/${data[0]?.variant_id ?? ""}/show`);
}

async function adjust({ sku }: NewProduct, delta: number): Promise<void> {
  await dataOf(api.POST("/api/v1/inventory/adjustments", { body: { sku, delta, reason: "Test" } }));
}

async function newLocation(): Promise<string> {
  const name = `Depot ${randomUUID().slice(0, 8)}`;
  await dataOf(api.POST("/api/v1/inventory/locations", { body: { name, priority: 900, active: true } }));
  return name;
}
