import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs, newAccount } from "./support/accounts.ts";
import { newProduct } from "./support/data.ts";
import { openPage } from "./support/page.ts";
import { api, sql } from "./support/shop.ts";

test("a dead letter that is replayed leaves the open list, and its subscriber takes the event in", async () => {
  const letter = await newDeadLetter();
  const page = await openPage();
  await loginAs(page, "superuser");
  await page.goto("/admin/dead-letters");
  await choose(page, "Subscriber", letter.subscriber);
  await page.waitForURL(/search\.project-products/);
  await page.getByRole("cell", { name: letter.error }).click();
  await page.getByRole("region", { name: "Payload of the event" }).getByText(letter.productId).waitFor();
  await checkA11y(page);
  await page.getByRole("button", { name: "Replay" }).dblclick();
  await page.getByText("It is tried again.").waitFor();
  await page.getByRole("button", { name: "Discard", disabled: true }).hover();
  await page.getByText("It was replayed already.").first().waitFor();

  await page.getByRole("link", { name: "Dead letters" }).first().click();
  await page.getByRole("heading", { name: "Dead letters" }).waitFor();
  await expect.poll(() => page.getByText(letter.error).count()).toBe(0);
  await expect.poll(() => retriesOf(letter), { timeout: 10_000 }).toEqual([]);
  expect(await sql("SELECT status, deaths FROM dead_letters WHERE id = ?", letter.id)).toEqual([
    { status: "replayed", deaths: 1 },
  ]);
});

test("staff see mails, shipping and tax to read, and no operations", async () => {
  const page = await openPage();
  await loginAs(page, "staff");
  await page.goto("/admin/shipping-zones");
  await page.getByRole("cell", { name: "Europe" }).click();
  await page.getByRole("table", { name: "Rates of Europe" }).waitFor();
  expect(await page.getByRole("button", { name: /Edit|Delete|New rate/ }).count()).toBe(0);
  const menu = page.getByRole("navigation", { name: "Panel" });
  await menu.getByRole("link", { name: "Mails", exact: true }).waitFor();
  for (const name of [
    "Dead letters",
    "Webhooks",
    "Users",
    "API keys",
    "Audit log",
    "Feature flags",
    "Events",
  ]) {
    expect(await menu.getByRole("link", { name, exact: true }).count(), name).toBe(0);
  }
  await page.goto("/admin/dead-letters");
  await page.getByText("Your role does not allow this page.").waitFor();
});

test("an API key is made after a fresh proof, shown once, and revoked", async () => {
  const page = await openPage({ expects: [403] });
  const { email, password } = await loginAs(page, await newAccount("admin"));
  await loggedInLongAgo(email);
  const name = `Warehouse ${randomUUID().slice(0, 8)}`;
  await page.goto("/admin/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  const form = page.getByRole("dialog", { name: "New API key" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel(/inventory:manage/).check();
  await checkA11y(page);
  await form.getByRole("button", { name: "Create key" }).click();
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Password").fill(password);
  await proof.getByRole("button", { name: "Confirm" }).click();

  const shown = page.getByRole("dialog", { name: `The key ${name}` });
  const key = await shown.getByLabel("API key").inputValue();
  expect(key).toMatch(/^ek_/);
  await shown.getByRole("button", { name: "I have stored it" }).click();
  await page.getByRole("cell", { name }).click();
  await page.getByText("inventory:manage").waitFor();
  expect(await page.content()).not.toContain(key);

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await page.getByText("The key was revoked.").waitFor();
  await page.getByText("Revoked", { exact: true }).first().waitFor();
  expect(await sql("SELECT COUNT(*) AS n FROM api_keys WHERE name = ?", name)).toEqual([{ n: 1 }]);
});

test("a flag is changed beside somebody else, and the audit log tells of both", async () => {
  const page = await openPage({ expects: [412] });
  await loginAs(page, "superuser");
  await page.goto("/admin/flags");
  await page.getByRole("button", { name: "Set returns" }).click();
  const dialog = page.getByRole("dialog", { name: "Set returns" });
  await dialog.getByLabel(/For how many percent/).fill("90");
  const reason = `Trying it out ${randomUUID().slice(0, 8)}`;
  await dialog.getByLabel(/Reason/).fill(reason);
  await setMessage("Ask us by mail.");
  await dialog.getByRole("button", { name: "Set flag" }).click();
  const conflict = page.getByRole("dialog", { name: "Someone else changed this meanwhile" });
  await conflict.getByText("Ask us by mail.").waitFor();
  await conflict.getByRole("button", { name: "Save mine over it" }).click();
  const card = page.getByRole("region", { name: "returns" });
  await card.getByText("on for 90 %").waitFor();
  await card.getByText("Ask us by mail.").waitFor();
  await card.getByText(reason).waitFor();
  await checkA11y(page);

  await page.goto(`/admin/audit?filter=${encodeURIComponent(JSON.stringify({ entity_id: "returns" }))}`);
  await page.getByRole("cell", { name: "superuser@example.com" }).first().click();
  const changes = page.getByRole("table", { name: "What changed" });
  await changes.getByRole("row", { name: /^percentage 100 90/ }).waitFor();
  await changes.getByRole("row", { name: new RegExp(reason) }).waitFor();

  await page.goto("/admin/flags");
  await card.getByRole("button", { name: "Use the default" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Use the default" }).click();
  await card.getByText("which is the default").waitFor();
});

interface MadeDeadLetter {
  id: string;
  eventId: string;
  subscriber: string;
  error: string;
  productId: string;
}

/** As the delivery leaves one: an event of the outbox that its subscriber has failed to take in, twenty times. */
async function newDeadLetter(): Promise<MadeDeadLetter> {
  const product = await newProduct();
  const [event] = await sql<{
    id: string;
    type: string;
    version: number;
    payload: string;
    occurred_at: string;
  }>(
    "SELECT id, type, version, occurred_at, payload FROM outbox WHERE type = 'product.changed' AND payload LIKE ? ORDER BY id DESC LIMIT 1",
    `%${product.id}%`,
  );
  if (!event) throw new Error("the product emitted nothing");
  const made = {
    id: randomUUID(),
    eventId: event.id,
    subscriber: "search.project-products",
    error: `The index is away (${product.sku}).`,
  };
  const { payload, ...envelope } = event;
  const at = new Date().toISOString();
  await sql(
    `INSERT INTO dead_letters (id, event_id, subscriber, type, message, error, attempts, status, first_failed_at, last_failed_at)
     VALUES (?, ?, ?, ?, ?, ?, 20, 'open', ?, ?)`,
    made.id,
    event.id,
    made.subscriber,
    event.type,
    JSON.stringify({ ...envelope, payload: JSON.parse(payload) as unknown }),
    made.error,
    at,
    at,
  );
  return { ...made, productId: product.id };
}

/** What the subscriber still has to take in. */
function retriesOf({ eventId, subscriber }: MadeDeadLetter) {
  return sql("SELECT attempts FROM event_retries WHERE event_id = ? AND subscriber = ?", eventId, subscriber);
}

async function loggedInLongAgo(email: string): Promise<void> {
  await sql(
    "UPDATE sessions SET confirmed_at = ? WHERE user_id = (SELECT id FROM users WHERE email = ?)",
    new Date(Date.now() - 3_600_000).toISOString(),
    email,
  );
}

/** Somebody else sets the flag meanwhile. */
async function setMessage(message: string): Promise<void> {
  const body = { enabled: true, percentage: 100, message, retry_after: null, reason: "Somebody else's" };
  await dataOf(api.PUT("/api/v1/ops/flags/{name}", { params: { path: { name: "returns" } }, body }));
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(option);
  await page.getByRole("option", { name: option }).click();
}
