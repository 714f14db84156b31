import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { dataOf, type Schema } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs } from "./support/accounts.ts";
import { newProduct } from "./support/data.ts";
import { openPage } from "./support/page.ts";
import { api, sql } from "./support/shop.ts";

test("two people edit a product: who comes second sees both changes, and saving loses neither", async () => {
  const page = await openPage({ expects: [412] });
  await loginAs(page, "staff");
  const { id, name } = await newProduct();
  await page.goto(`/admin/products/${id}`);
  await page.getByRole("textbox", { name: "Vendor" }).fill("Mine & Sons");
  await page.getByRole("textbox", { name: "Name" }).first().fill(`${name} of mine`);

  // Leaving now asks first.
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "Categories" }).click();
  expect(page.url()).toContain(id);

  await change(id, { name: `${name} of theirs`, description: "Theirs.", tags: ["theirs"] });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Someone else changed this meanwhile" });
  const both = dialog.getByRole("row").filter({ hasText: `${name} of theirs` });
  await both.getByText(`${name} of mine`).waitFor();
  await dialog.getByRole("row").filter({ hasText: "Description" }).getByText("Theirs.").waitFor();
  await checkA11y(page);
  // Nothing is overwritten before somebody says so.
  expect(await product(id)).toMatchObject({ name: `${name} of theirs`, description: "Theirs." });

  await dialog.getByRole("button", { name: "Save mine over it" }).click();
  await page.getByText("Saved.").waitFor();
  await page.getByRole("heading", { level: 1, name: `${name} of mine` }).waitFor();
  expect(await product(id)).toMatchObject({
    name: `${name} of mine`,
    vendor: "Mine & Sons",
    description: "Theirs.",
    tags: ["theirs"],
  });

  // The other way out: what I typed is dropped.
  await page.getByRole("textbox", { name: "Vendor" }).fill("Dropped");
  await change(id, { vendor: "Kept" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expectValue(page, "Vendor", "Kept");
  expect(await product(id)).toMatchObject({ vendor: "Kept" });

  // Lists that are saved at once are not overwritten either.
  const [mine, theirs] = [await newProduct(), await newProduct()];
  await page.getByRole("tab", { name: "Related" }).click();
  await page.getByRole("combobox", { name: "Add a product" }).fill(mine.sku);
  const option = page.getByRole("option", { name: new RegExp(mine.sku) });
  await option.waitFor();
  await putRelated(id, [theirs.id]);
  await option.click();
  await page.getByText("Somebody else has changed them meanwhile").waitFor();
  await page.getByRole("link", { name: theirs.name }).waitFor();
  expect((await product(id)).related).toEqual([theirs.id]);
});

test("variants are made of options and edited in a grid: only what changed is sent, refusals stand in their cells", async () => {
  const page = await openPage({ expects: [409, 422] });
  await loginAs(page, "staff");
  const taken = await newProduct();
  const { id, sku } = await newProduct({ price: 2_500 });
  await page.goto(`/admin/products/${id}?tab=variants`);
  await page.getByRole("button", { name: "Add option" }).click();
  await page.getByLabel("Option", { exact: true }).fill("Size");
  await page.getByLabel("Add a value of Size").fill("Small, Large");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Make the missing variant" }).click();

  // The keyboard goes down a column.
  const grid = page.getByRole("table", { name: "Variants" });
  await grid.getByLabel("Price USD, Small").fill("19.5");
  await page.keyboard.press("Enter");
  await page.keyboard.type("30,00");
  expect(await grid.getByLabel("Price USD, Large").inputValue()).toBe("30,00");
  await grid.getByLabel("SKU, Large").fill(taken.sku);
  await checkA11y(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await grid
    .getByRole("textbox", { name: "SKU, Large", disabled: false })
    .and(page.locator(":focus"))
    .waitFor();
  expect(await grid.getByLabel("SKU, Large").getAttribute("aria-invalid")).toBe("true");

  await grid.getByLabel("SKU, Large").fill(`${sku}-L`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("tab", { name: "Variants (2)" }).waitFor();
  expect((await product(id)).variants).toMatchObject([
    { sku, options: { Size: "Small" }, price: { amount: 1_950, currency: "USD" } },
    { sku: `${sku}-L`, options: { Size: "Large" }, price: { amount: 3_000, currency: "USD" } },
  ]);

  // What is no amount is told before anything is sent; a change of one variant sends no other one's fields.
  await grid.getByLabel("Price USD, Large").fill("12.345");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Something is not right yet").waitFor();
  await grid.getByLabel("Price USD, Large").fill("31");
  const sent = page.evaluate<string>(NEXT_CHANGE);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const [small, large] = (await product(id)).variants;
  expect(JSON.parse(await sent)).toEqual({
    variants: [
      { id: small?.id },
      { id: large?.id, prices: [{ currency: "USD", amount: 3_100, compare_at_amount: null }] },
    ],
  });
  await eventually(() => grid.getByLabel("Price USD, Large").inputValue()).toBe("31.00");

  // A refused field elsewhere is shown at its place.
  await page.getByRole("tab", { name: "General" }).click();
  await page.getByLabel("Slug").fill(taken.slug);
  await page.getByRole("tab", { name: "Pictures" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const slug = page.getByRole("textbox", { name: "Slug" }).and(page.locator(":focus"));
  await slug.waitFor();
  expect(await slug.getAttribute("aria-invalid")).toBe("true");
});

test("pictures are uploaded with progress, described and put into another order, also by keyboard", async () => {
  const page = await openPage();
  await loginAs(page, "staff");
  const { id } = await newProduct();
  await page.goto(`/admin/products/${id}?tab=pictures`);
  await page.getByText("No pictures yet.").waitFor();
  await slowUploads(page, 400_000);
  const mark = randomUUID();
  await page
    .getByLabel("Add pictures")
    .setInputFiles([picture(`red-${mark}.svg`, "red", 500_000), picture(`blue-${mark}.svg`, "blue", 1_000)]);
  const progress = page.getByRole("progressbar", { name: `Upload of red-${mark}.svg` });
  await progress.waitFor();
  await eventually(async () => Number(await progress.getAttribute("aria-valuenow"))).toBeGreaterThan(20);

  const cards = page.getByRole("list", { name: "Pictures in their order" }).getByRole("listitem");
  await cards.nth(1).waitFor();
  await page.getByRole("tab", { name: "Pictures (2)" }).waitFor();
  const [first, second] = await shown(id);
  await page.getByLabel("What picture 2 shows").fill("A red square");
  await page.keyboard.press("Enter");
  const earlier = page.getByRole("button", { name: "Move A red square earlier" });
  await earlier.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Moved to place 1 of 2.").waitFor();
  await expect
    .poll(() => shown(id))
    .toMatchObject([{ id: second?.id, alt: "A red square" }, { id: first?.id }]);
  await cards.nth(0).getByText("Main picture").waitFor();

  await cards.nth(0).dragTo(cards.nth(1));
  await eventually(() => shown(id)).toMatchObject([{ id: first?.id }, { id: second?.id }]);
  await checkA11y(page);
  await page.getByRole("button", { name: "Take A red square off" }).click();
  await eventually(async () => (await shown(id)).length).toBe(1);

  // What was saved at once is no conflict with the form.
  await page.getByRole("tab", { name: "General" }).click();
  await page.getByRole("textbox", { name: "Vendor" }).fill("Painter");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved.").waitFor();
  expect(await product(id)).toMatchObject({ vendor: "Painter" });
});

test("products are made, found, and archived many at once; categories are a tree that is put in order", async () => {
  const page = await openPage({ expects: [] });
  await loginAs(page, "staff");
  const mark = randomUUID().slice(0, 8);
  await page.goto("/admin/products");
  await page.getByRole("link", { name: "Create" }).first().click();
  await page.getByRole("heading", { level: 1, name: "New product" }).waitFor();
  await page.getByRole("textbox", { name: "Name" }).first().fill(`Z${mark} chair`);
  await page.getByRole("button", { name: "Make the product" }).click();
  // A product needs a price: the page leads there.
  const price = page.getByLabel("Price USD, The variant").and(page.locator(":focus"));
  await price.waitFor();
  await price.fill("99");
  await page.getByRole("button", { name: "Make the product" }).click();
  await page.getByRole("heading", { level: 1, name: `Z${mark} chair` }).waitFor();

  await newProduct({ name: `Z${mark} table` });
  await page.locator("#main-content").getByRole("link", { name: "Products", exact: true }).click();
  await page.getByPlaceholder("Name or SKU begins with").fill(`Z${mark}`);
  await page
    .getByRole("row")
    .filter({ hasText: `Z${mark} table` })
    .waitFor();
  await page
    .getByRole("row")
    .filter({ hasText: `Z${mark} chair` })
    .waitFor();
  await eventually(() => page.getByRole("row").count()).toBe(3);
  await page.getByLabel("Select all").check();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Archive 2 products" }).click();
  await page.getByRole("heading", { name: "Archive: 2 of 2 done" }).waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("row").filter({ hasText: "Archived" }).nth(1).waitFor();

  // The tree shows at once what was changed, though the public list of categories is cached.
  await page.getByRole("link", { name: "Categories" }).first().click();
  await page.getByRole("button", { name: "Add category" }).click();
  await nameCategory(page, `A shelf ${mark}`);
  for (const name of [`B box ${mark}`, `C basket ${mark}`]) {
    await page.getByRole("button", { name: `More for A shelf ${mark}` }).click();
    await page.getByRole("menuitem", { name: "Add a category below" }).click();
    await nameCategory(page, name);
  }
  await page.getByRole("button", { name: `Move C basket ${mark} up` }).click();
  await eventually(() => namesBelow(`A shelf ${mark}`)).toEqual([`C basket ${mark}`, `B box ${mark}`]);
  await page.getByRole("button", { name: `More for C basket ${mark}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await nameCategory(page, `D crate ${mark}`, "Save");
  await page.getByRole("button", { name: `D crate ${mark}`, exact: true }).waitFor();
  await checkA11y(page);
});

function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: 15_000 });
}

/** In the page: the body of the next PATCH that it sends. Playwright does not see bodies that are streams. */
const NEXT_CHANGE = `new Promise((resolve) => {
  const before = window.fetch;
  window.fetch = (request, ...rest) => {
    if (request.method === "PATCH") resolve(request.clone().text());
    return before(request, ...rest);
  };
})`;

/** Somebody else's change. */
async function change(id: string, body: Schema<"ProductPatch">): Promise<void> {
  await dataOf(api.PATCH("/api/v1/products/{id}", { params: { path: { id } }, body }));
}

async function putRelated(id: string, ids: string[]): Promise<void> {
  const body = { product_ids: ids };
  await dataOf(api.PUT("/api/v1/products/{id}/related", { params: { path: { id } }, body }));
}

async function product(id: string) {
  return dataOf(api.GET("/api/v1/admin/products/{id}", { params: { path: { id } } }));
}

async function shown(id: string) {
  return (await dataOf(api.GET("/api/v1/products/{id}/media", { params: { path: { id } } }))).data;
}

async function nameCategory(page: Page, name: string, button = "Add category"): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("button", { name: button }).click();
  await page.getByRole("button", { name, exact: true }).waitFor();
}

/** The categories below one, in their order. */
async function namesBelow(parent: string): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    "SELECT name FROM categories WHERE parent_id = (SELECT id FROM categories WHERE name = ?) ORDER BY position, name",
    parent,
  );
  return rows.map(({ name }) => name);
}

async function expectValue(page: Page, label: string, value: string): Promise<void> {
  await eventually(() => page.getByRole("textbox", { name: label }).inputValue()).toBe(value);
}

/** Lets so many bytes a second out of the browser. */
async function slowUploads(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
}

/** The path of a picture of about so many bytes, unlike all others. */
function picture(name: string, color: string, bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), "admin-products-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const padding = `<!-- ${name} ${"x".repeat(bytes)} -->`;
  const shape = `<rect width="10" height="10" fill="${color}"/>`;
  const file = join(folder, name);
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${padding}${shape}</svg>`,
  );
  return file;
}
