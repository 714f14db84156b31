import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { type Account, account, loginAs, newAccount, newAccountWithTotp } from "./support/accounts.ts";
import { placeOrder } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { api, sql } from "./support/shop.ts";

async function logIn(page: Page, { email, password }: Account): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });

test("staff log in by keyboard with a code, after a wrong one, and get where they wanted", async () => {
  const staff = await newAccountWithTotp("staff");
  const page = await openPage({ expects: [401] });
  await page.goto("/admin/security");
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await checkA11y(page);

  await page.keyboard.type(staff.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(staff.password);
  await page.keyboard.press("Enter");

  const code = page.getByLabel("Code");
  await code.waitFor();
  expect(await code.getAttribute("autocomplete")).toBe("one-time-code");
  const right = await staff.code();
  await page.keyboard.type(right === "000000" ? "111111" : "000000");
  await page.keyboard.press("Enter");
  await page.getByText("That code is not right").waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin/login");

  await code.fill(await staff.code());
  await page.keyboard.press("Enter");
  await title(page, "Security").waitFor();
  expect(new URL(page.url()).pathname).toBe("/admin/security");
  await page.getByText("10 recovery codes are left").waitFor();
});

test("a wrong password is told as such, and the way to a new one is there", async () => {
  const page = await openPage({ expects: [401] });
  await page.goto("/admin/");
  await logIn(page, { ...(await newAccount("staff")), password: "not the password" });
  await page.getByRole("alert").getByText("Email or password is wrong").waitFor();
  const forgotten = page.getByRole("link", { name: "Forgotten your password?" });
  expect(await forgotten.getAttribute("href")).toBe("/account/forgot-password");
});

test("a customer is told that the panel is not for them, and is logged in nowhere", async () => {
  const page = await openPage({ expects: [401] });
  await page.goto("/admin/");
  await logIn(page, account("customer"));
  await page.getByText("This account has no access to the admin panel.").waitFor();
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name, value }) => name.includes("session") && value !== "")).toEqual([]);
  await page.goto("/admin/orders");
  await page.getByRole("heading", { name: "Log in" }).waitFor();
});

test("when the session ends in the middle of work, the login leads back to the same address", async () => {
  const staff = await newAccount("staff");
  const page = await openPage({ expects: [401], expectsErrors: [/needs the permission/] });
  await loginAs(page, staff);
  const address = `/admin/orders?filter=${encodeURIComponent(JSON.stringify({ status: "confirmed" }))}`;
  await page.goto(address);
  await title(page, "Orders").waitFor();

  await page.context().clearCookies();
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByText("Your session has ended").waitFor();
  await logIn(page, staff);
  await title(page, "Orders").waitFor();
  expect(page.url()).toContain(address);
});

test("a page that somebody left open shows nothing to who logged in in another tab, and leaves them logged in", async () => {
  const [first, second] = await Promise.all([newAccount("superuser"), newAccount("staff")]);
  const page = await openPage();
  await loginAs(page, first);
  await page.goto("/admin/users");
  await page.getByText(first.email).first().waitFor();
  await loginAs(page, second);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByText("Your session has ended").waitFor();
  expect(await page.getByText(first.email).count()).toBe(0);
  const session = await page.request.get("/api/v1/auth/session");
  expect(await session.json()).toMatchObject({ user: { email: second.email } });
  // The page is theirs once it is loaded anew.
  await page.goto("/admin/");
  await title(page, "Dashboard").waitFor();
});

test("a second factor takes a fresh proof, then the codes of an authenticator", async () => {
  const staff = await newAccount("staff");
  const page = await openPage({ expects: [403, 422] });
  await loginAs(page, staff);
  await sql(
    "UPDATE sessions SET confirmed_at = '2026-01-01T00:00:00.000Z' WHERE user_id = (SELECT id FROM users WHERE email = ?)",
    staff.email,
  );
  await page.goto("/admin/security");
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByRole("button", { name: "Set up the second factor" }).click();

  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Password").fill("not the password");
  await page.keyboard.press("Enter");
  await proof.getByRole("alert").waitFor();
  await proof.getByLabel("Password").fill(staff.password);
  await page.keyboard.press("Enter");

  const key = (await page.getByLabel("Key", { exact: true }).textContent())?.replaceAll(" ", "") ?? "";
  await checkA11y(page);
  await page
    .getByRole("textbox", { name: "Code" })
    .fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect
    .poll(() => page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").count())
    .toBe(10);
  await page.getByRole("button", { name: "I have stored them" }).click();
  await page.getByText("10 recovery codes are left").waitFor();
});

test("the dashboard shows what was sold and leads to what waits", async () => {
  await placeOrder();
  await dataOf(api.POST("/api/v1/ops/jobs/{name}/run", { params: { path: { name: "analytics.refresh" } } }));
  const page = await openPage();
  await loginAs(page, "superuser");
  await page.goto("/admin/");
  await page.getByRole("heading", { name: "Top products, last 30 days" }).waitFor();
  await page
    .getByText(/^\$[\d,]+\.\d\d$/)
    .first()
    .waitFor();
  await page.getByText("Figures as a table").first().click();
  await page.getByRole("table", { name: "Revenue by day" }).waitFor();
  await checkA11y(page);

  await page.getByRole("link", { name: /orders? to fulfil/ }).click();
  await title(page, "Orders").waitFor();
  expect(new URL(page.url()).searchParams.get("filter")).toContain("confirmed");
});

test("each role finds in the menu only what it may see, on a phone behind a button", async () => {
  const page = await openPage({ viewport: PHONE, colorScheme: "dark" });
  await loginAs(page, "staff");
  await page.goto("/admin/");
  await title(page, "Dashboard").waitFor();
  await checkA11y(page);
  await page.getByRole("button", { name: "Open menu" }).click();
  const menu = page.getByRole("navigation", { name: "Panel" });
  await menu.getByRole("link", { name: "Orders", exact: true }).waitFor();
  expect(await menu.getByRole("link", { name: "API keys" }).count()).toBe(0);
  expect(await menu.getByRole("link", { name: "Users" }).count()).toBe(0);

  await page.goto("/admin/users");
  await page.getByText("Your role does not allow this page.").waitFor();
});
