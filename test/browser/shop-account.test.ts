import { randomUUID } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { type Account, loginAs, newAccount, newAccountWithTotp } from "./support/accounts.ts";
import { newProduct, placeOrder } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { api, sql } from "./support/shop.ts";

it("a new customer's cart comes along, and what they order, save and ship to is in their account", async () => {
  const page = await openPage();
  const product = await newProduct();
  await putIntoCart(page, product.slug);
  await page.goto("/checkout");
  await page.getByRole("link", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Make an account" }).click();
  await page.getByLabel("First name").fill("Grace");
  await page.getByLabel("Last name").fill("Hopper");
  const email = `grace-${randomUUID().slice(0, 8)}@example.com`;
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Make an account" }).click();
  expect(await page.getByLabel("Password").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("Password").fill("correct-horse-battery-9");
  await page.getByRole("button", { name: "Make an account" }).click();

  await page.getByRole("heading", { level: 1, name: "Checkout" }).waitFor();
  await page.getByText(email).waitFor();
  await fillAddress(page);
  await page.getByLabel("Save this address in my account").check();
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.getByLabel("Save this payment method for the next time").check();
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();

  await page.getByRole("link", { name: "Grace" }).click();
  await page.getByRole("heading", { level: 1, name: "Hello, Grace" }).waitFor();
  await page.getByText("Please confirm your email address.").waitFor();
  await page.getByText(`1 × ${product.name}`).waitFor();
  await checkA11y(page);
  await page.getByRole("link", { name: "Payment methods" }).click();
  await page.getByText("Visa ending in 4242").waitFor();
  await page.getByRole("link", { name: "Addresses" }).click();
  await page.getByText("Default: shipping and billing").waitFor();
  await page.getByRole("button", { name: "Edit 1 Analytical Way" }).click();
  await page.getByLabel("City").fill("Brooklyn");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("10001 Brooklyn, NY").waitFor();

  // The next order takes a few clicks: everything is known.
  await putIntoCart(page, product.slug);
  await page.goto("/checkout");
  await page.getByRole("button", { name: "Change: Shipping address" }).click();
  await page.getByRole("radio", { name: /Brooklyn/ }).check();
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  expect(await page.getByRole("radio", { name: /Visa ending in 4242/ }).isChecked()).toBe(true);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.getByRole("heading", { level: 1, name: "Thank you for your order" }).waitFor();

  // Whoever comes after a logout sees nothing of it.
  const order = page.url();
  await page.goto("/account");
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("heading", { level: 1, name: "Log in" }).waitFor();
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
  expect(kept).not.toContain(order.split("/").at(-1));
});

it("the guest's cart is the customer's after a login with a second factor, which is asked for when it is needed", async () => {
  const page = await openPage({ expects: [401] });
  const customer = await newAccountWithTotp("customer");
  await putIntoCart(page, (await newProduct()).slug);
  await page.goto("/account");
  await logIn(page, customer);
  await page.getByLabel("Code of your authenticator app").fill("000000");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Is not valid, or was used before").waitFor();
  await page.getByLabel("Code of your authenticator app").fill(await customer.code());
  await checkA11y(page);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("heading", { level: 1, name: "Hello, Test" }).waitFor();
  await page.goto("/cart");
  await page.getByText("1 item").waitFor();

  await page.goto("/account?tab=security");
  await page.getByText("On. Recovery codes left: 10.").waitFor();
  await page.getByText("This browser").waitFor();
  await checkA11y(page);

  // Another authenticator takes the place of the first.
  await page.getByRole("button", { name: "Remove the second factor" }).click();
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  const secret = (await page.getByRole("code").innerText()).replaceAll(" ", "");
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await page.getByLabel("Code that the app shows").fill(totp.generate());
  await page.getByRole("button", { name: "Put it into use" }).click();
  await page.getByText("Keep these recovery codes.").waitFor();
  expect(await page.getByRole("code").count()).toBe(10);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("On. Recovery codes left: 10.").waitFor();
});

it("what needs a proof of presence asks for it, and the account is deleted after its consequences were told", async () => {
  const page = await openPage({ viewport: PHONE, expects: [403, 422] });
  const customer = await newAccount("customer");
  await page.goto("/account?tab=profile");
  await logIn(page, customer);
  await page.getByLabel("Phone").fill("+1 555 0100");
  await page.getByLabel("The shop may send me news").check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();

  await page.getByRole("link", { name: "Your data" }).click();
  const longAgo = "2020-01-01T00:00:00.000Z";
  await sql(
    "UPDATE sessions SET confirmed_at = ? WHERE user_id = (SELECT id FROM users WHERE email = ?)",
    longAgo,
    customer.email,
  );
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download my data" }).click();
  const dialog = page.getByRole("dialog", { name: "Is it still you?" });
  await dialog.getByLabel("Password").fill("wrong");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByText(/password is wrong/i).waitFor();
  await checkA11y(page);
  await dialog.getByLabel("Password").fill(customer.password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  expect((await download).suggestedFilename()).toBe("my-data.json");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);

  await page.getByRole("button", { name: "Delete my account…" }).click();
  await page.getByRole("button", { name: "Delete my account", exact: true }).click();
  expect(await page.getByLabel("I understand").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("I understand").check();
  await page.getByRole("button", { name: "Delete my account", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/");
  expect(await sql("SELECT status FROM users WHERE email = ?", customer.email)).toEqual([]);
});

it("a page of one customer does nothing to the account of another, who logged in in another tab", async () => {
  const page = await openPage({ expects: [403] });
  const [first, second] = await Promise.all([newAccount("customer"), newAccount("customer")]);
  await page.goto("/account?tab=profile");
  await logIn(page, first);
  await page.getByLabel("Phone").fill("+1 555 0100");
  await loginAs(page, second);
  await page.getByRole("button", { name: "Save" }).click();
  // From then on it is the page of who is logged in.
  await page.getByText(second.email).waitFor();
  expect(await page.getByLabel("Phone").inputValue()).toBe("");
  const withPhone =
    "SELECT phone FROM customers WHERE id = (SELECT id FROM users WHERE email = ?) AND phone <> ''";
  expect(await sql(withPhone, second.email)).toEqual([]);
});

it("what was delivered is sent back from the order's page, where the return is followed", async () => {
  const page = await openPage({ viewport: PHONE });
  const { id, access_token, line_items: lines } = await placeOrder();
  await deliver(id);
  await page.goto(`/orders/${id}#token=${access_token}`);
  await page.getByRole("heading", { level: 1, name: "Your order was delivered" }).waitFor();
  await page.getByRole("button", { name: "Return something" }).click();
  await page.getByRole("button", { name: "Ask for the return" }).click();
  await page.getByRole("alert").getByText("Choose at least one unit").waitFor();
  await page.getByRole("button", { name: `One more: Units of ${lines[0]?.name} to return` }).click();
  await page.getByLabel("Why? (optional)").fill("Too bright");
  await checkA11y(page);
  // The answer is lost; the page shows nevertheless what was done, and asking again does it once.
  const keys: (string | undefined)[] = [];
  await page.route("**/returns", async (route) => {
    if (route.request().method() === "GET") return route.continue();
    keys.push(route.request().headers()["idempotency-key"]);
    const answer = await route.fetch();
    return keys.length === 1 ? route.abort() : route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: "Ask for the return" }).click();
  await page.getByRole("heading", { name: "Asked for", exact: true }).waitFor();
  await page.getByRole("alert").getByText("could not be reached").waitFor();
  await page.getByRole("button", { name: "Ask for the return" }).click();
  await page.getByRole("alert").waitFor({ state: "detached" });
  expect(keys).toEqual([keys[0], keys[0]]);

  const { data } = await dataOf(api.GET("/api/v1/orders/{id}/returns", { params: { path: { id } } }));
  expect(data).toMatchObject([{ status: "requested", reason: "Too bright", line_items: [{ quantity: 1 }] }]);
  await page.getByRole("button", { name: "Call it off" }).click();
  await page.getByRole("heading", { name: "Called off" }).waitFor();
});

async function putIntoCart(page: Page, slug: string): Promise<void> {
  await page.goto(`/products/${slug}`);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByText("Added to your cart").waitFor();
}

async function logIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel("Country", { exact: true }).selectOption("US");
  await page.getByLabel("First name", { exact: true }).fill("Grace");
  await page.getByLabel("Last name", { exact: true }).fill("Hopper");
  await page.getByLabel("Street and number", { exact: true }).fill("1 Analytical Way");
  await page.getByLabel("Postal code", { exact: true }).fill("10001");
  await page.getByLabel("City", { exact: true }).fill("New York");
  await page.getByLabel("State or province", { exact: true }).fill("NY");
}

async function deliver(id: string): Promise<void> {
  const path = { id };
  const made = await dataOf(
    api.POST("/api/v1/orders/{id}/fulfillments", { params: { path }, body: { ship: true } }),
  );
  const params = { path: { id, fulfillment_id: made.id } };
  await dataOf(api.POST("/api/v1/orders/{id}/fulfillments/{fulfillment_id}/deliver", { params }));
}
