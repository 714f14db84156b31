import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Download, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs } from "./support/accounts.ts";
import { newProduct } from "./support/data.ts";
import { openPage } from "./support/page.ts";
import { api } from "./support/shop.ts";

test("a CSV with a wrong row is looked at first, then imported without it", async () => {
  const mark = randomUUID().slice(0, 8);
  const page = await openPage();
  await loginAs(page, "staff");
  await page.goto("/admin/transfers");
  await page.getByRole("link", { name: "Import", exact: true }).first().click();
  await page.getByLabel("Choose a file").setInputFiles(fileOf("products.csv", csvOf(mark)));
  await page.getByRole("button", { name: "Check the file" }).click();

  // The dry run says what would be, and which line is wrong.
  await page.getByText("1 row is wrong and would be left out").waitFor();
  await expectCount(page, "Would be created", 2);
  const wrong = page.getByRole("table", { name: "Wrong rows" }).getByRole("row").nth(1);
  expect(await wrong.getByRole("cell").allInnerTexts()).toEqual([
    "4",
    expect.stringContaining("Variant Price"),
    "invalid_price",
  ]);
  const [report] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download as CSV" }).click(),
  ]);
  expect(await textOf(report)).toMatch(/^line,code,message\r\n4,invalid_price,/);
  expect(await productsNamed(mark)).toEqual([]);
  await checkA11y(page);

  // Also after a reload the same file is one click away.
  await page.reload();
  await page.getByRole("button", { name: "Import without the wrong rows" }).click();
  await page.getByRole("link", { name: "See products" }).waitFor();
  await page.getByText("Finished: 4 rows").waitFor();
  await expectCount(page, "Created", 2);
  expect(await productsNamed(mark)).toEqual([`Jar ${mark}`, `Mug ${mark}`]);
  await page.goto("/admin/transfers");
  await page.getByText("2 created, 1 wrong row").first().waitFor();
});

test("what is no product file is refused before it is sent, and what the API refuses is told", async () => {
  const page = await openPage({ expects: [422] });
  await loginAs(page, "staff");
  await page.goto("/admin/transfers/import");
  const input = page.getByLabel(/^Choose a/);
  await input.setInputFiles(fileOf("photo.png", "x"));
  await page.getByText("Choose a CSV or NDJSON file").waitFor();
  expect(await page.getByRole("button", { name: "Check the file" }).isDisabled()).toBe(true);
  await input.setInputFiles(fileOf("other.csv", "a,b\n1,2\n"));
  await page.getByRole("button", { name: "Check the file" }).click();
  await page.getByText(/\(request [\w-]+\)/).waitFor();
});

test("the catalog is exported to a file that has every product", async () => {
  const { sku } = await newProduct();
  const page = await openPage();
  await loginAs(page, "staff");
  await page.goto("/admin/transfers");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  expect(await textOf(file)).toContain(sku);
});

test("pictures are dropped into the library, described, and only deleted when no product shows them", async () => {
  const mark = randomUUID().slice(0, 8);
  const product = await newProduct();
  const page = await openPage({ expects: [409, 415], expectsErrors: [/Products show this file/] });
  await loginAs(page, "staff");
  await page.goto("/admin/media");
  await page
    .getByLabel("Upload files")
    .setInputFiles([
      fileOf(`${mark}-a.svg`, pictureOf(`${mark}a`)),
      fileOf(`${mark}-b.svg`, pictureOf(`${mark}b`)),
      fileOf(`${mark}-c.png`, "no picture"),
    ]);
  await page.getByText(new RegExp(`${mark}-c.png: `)).waitFor();
  await page.getByRole("link", { name: `${mark}-b.svg` }).waitFor();
  await page.getByRole("link", { name: `${mark}-a.svg` }).click();

  await page.getByLabel("Alt text").fill("A red square");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The file is saved.").waitFor();
  const id = new URL(page.url()).pathname.split("/").pop() ?? "";
  const params = { path: { id } };
  expect((await dataOf(api.GET("/api/v1/media/{id}", { params }))).alt).toBe("A red square");

  const shown = await dataOf(
    api.POST("/api/v1/products/{id}/media", { params: { path: { id: product.id } }, body: { media_id: id } }),
  );
  await deleteIt(page);
  await page.getByRole("heading", { name: "Products show this file" }).waitFor();
  expect(await page.getByRole("link", { name: "The product" }).getAttribute("href")).toContain(product.id);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await dataOf(
    api.DELETE("/api/v1/products/{id}/media/{media_id}", {
      params: { path: { id: product.id, media_id: shown.id } },
    }),
  );
  await deleteIt(page);
  await page.getByText("The file is deleted.").waitFor();
  await page.getByRole("link", { name: `${mark}-b.svg` }).waitFor();
  expect(await page.getByRole("link", { name: `${mark}-a.svg` }).count()).toBe(0);
  await checkA11y(page);
});

async function deleteIt(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
}

async function expectCount(page: Page, label: string, count: number): Promise<void> {
  await page.locator("dl > *", { hasText: label }).getByText(String(count), { exact: true }).waitFor();
}

async function textOf(download: Download): Promise<string> {
  return text(await download.createReadStream());
}

/** A file to choose, in a folder of its own; answers where it is. */
function fileOf(name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "admin-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Two products; the line of the third has no price that can be read. */
function csvOf(mark: string): string {
  return [
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price",
    `mug-${mark},Mug ${mark},Size,Small,MUG-${mark}-S,5,9.99`,
    `mug-${mark},,,Large,MUG-${mark}-L,7,12.99`,
    `pan-${mark},Pan ${mark},,,PAN-${mark},1,cheap`,
    `jar-${mark},Jar ${mark},,,JAR-${mark},3,4.50`,
    "",
  ].join("\n");
}

/** Another picture for each mark: the library keeps the same bytes once. */
function pictureOf(mark: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><title>${mark}</title><rect width="64" height="64" fill="#b3261e"/></svg>`;
}

async function productsNamed(mark: string): Promise<string[]> {
  const { data } = await dataOf(api.GET("/api/v1/admin/products", { params: { query: { limit: 100 } } }));
  return data
    .map(({ name }) => name)
    .filter((name) => name.endsWith(mark))
    .sort();
}
