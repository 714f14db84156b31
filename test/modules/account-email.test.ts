import { afterEach, describe, expect, it } from "vitest";
import { eraseUserStmts } from "../../src/modules/identity/index.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { commit } from "../../src/platform/commit.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { logIn, PASSWORD, signedUp, type Tokens } from "../support/account.ts";
import { linkOf, linksOf, mailsTo } from "../support/account-links.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart, orderAs } from "../support/customer-cart.ts";
import { atBatch } from "../support/failing-env.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

const UNUSABLE = { status: 422, body: { code: "auth.token_unusable", errors: [{ pointer: "#/token" }] } };
const DAY = 24 * 60 * 60;

type Headers = Record<string, string>;

afterEach(() => setClock(undefined));

function later(seconds: number): void {
  const then = addSeconds(new Date(), seconds);
  setClock(() => then);
}

function freshEmail(): string {
  return `${unique("person")}@example.com`;
}

function verify(token: string, password = PASSWORD) {
  return api("POST", "/api/v1/auth/verify-email", { body: { token, password } });
}

/** Follows the link with credentials instead of the password. */
function verifyAs(headers: Headers, token: string) {
  return api("POST", "/api/v1/auth/verify-email", { body: { token }, headers });
}

function resend(email: string) {
  return api("POST", "/api/v1/auth/verify-email/resend", { body: { email } });
}

function askForChange(headers: Headers, email: string, password = PASSWORD) {
  return api("POST", "/api/v1/auth/email-change", { body: { email, password }, headers });
}

function confirm(token: string, password = PASSWORD) {
  return api<{ status?: string; code?: string }>("POST", "/api/v1/auth/email-change/confirm", {
    body: { token, password },
  });
}

async function isVerified(userId: string): Promise<boolean> {
  return (await value<string | null>("SELECT email_verified_at FROM users WHERE id = ?", userId)) !== null;
}

/** An order that somebody placed without an account. */
async function guestOrder(email: string): Promise<string> {
  const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], email);
  const placed = await placeOrder(cart);
  expect(placed.status).toBe(201);
  return placed.body.id;
}

async function ownOrders(headers: Headers): Promise<string[]> {
  const answer = await api<{ data: { id: string }[] }>("GET", "/api/v1/customers/me/orders", { headers });
  expect(answer.status).toBe(200);
  return answer.body.data.map(({ id }) => id).sort();
}

async function erase(id: string): Promise<void> {
  const ctx = systemCtx();
  const version = await value("SELECT version FROM users WHERE id = ?", id);
  await commit(ctx, { statements: eraseUserStmts(ctx, { id, version }) });
}

describe("the link that confirms an address", () => {
  it("works once; of two uses at the same moment one", async () => {
    const { user } = await signedUp();
    const link = await linkOf(user.id, "verify_email");
    expect(await isVerified(user.id)).toBe(false);
    const answers = await Promise.all([verify(link), verify(link), verify(link)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422, 422]);
    expect(await isVerified(user.id)).toBe(true);
    expect(await verify(link)).toMatchObject(UNUSABLE);
    expect((await logIn(user.email)).body.user.email_verified).toBe(true);
    const events = await rows(
      "SELECT 1 FROM outbox WHERE type = 'user.email_verified' AND payload ->> '$.user_id' = ?",
      user.id,
    );
    expect(events).toHaveLength(1);
  });

  it("is good for seven days", async () => {
    const [late, early] = [await signedUp(), await signedUp()];
    const links = [await linkOf(late.user.id, "verify_email"), await linkOf(early.user.id, "verify_email")];
    later(7 * DAY + 60);
    expect(await verify(links[0] ?? "")).toMatchObject(UNUSABLE);
    expect(await isVerified(late.user.id)).toBe(false);
    later(7 * DAY - 60);
    expect((await verify(links[1] ?? "")).status).toBe(204);
  });

  it("cannot be a link of another purpose", async () => {
    const { user } = await signedUp();
    await api("POST", "/api/v1/auth/password-reset", { body: { email: user.email } });
    expect(await verify(await linkOf(user.id, "reset_password"))).toMatchObject(UNUSABLE);
    expect(await isVerified(user.id)).toBe(false);
  });

  it("is sent again with the same answer for an address that waits, is confirmed, or has no account", async () => {
    const waiting = await signedUp();
    const confirmed = await makeUser();
    const unknown = freshEmail();
    await eventsDelivered();
    const answers = [await resend(waiting.user.email), await resend(confirmed.email), await resend(unknown)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await mailsTo(waiting.user.email)).toEqual(["verify-email", "welcome"]);
    expect(await mailsTo(confirmed.email)).toEqual([]);
    expect(await mailsTo(unknown)).toEqual([]);
    expect((await verify(await linkOf(waiting.user.id, "verify_email"))).status).toBe(204);
  });

  it("asked for again is none for an account that is erased at the same moment, and is answered alike", async () => {
    const { user } = await signedUp();
    const answer = await callWith(
      atBatch(1, () => erase(user.id)),
      "POST",
      "/api/v1/auth/verify-email/resend",
      { body: { email: user.email } },
    );
    expect(answer.status).toBe(202);
    expect(await rows("SELECT 1 FROM one_time_tokens WHERE email = ?", user.email)).toEqual([]);
  });

  it("does not write into an account that is erased while it is used", async () => {
    const { user } = await signedUp();
    const token = await linkOf(user.id, "verify_email");
    const orderId = await guestOrder(user.email);
    const answer = await callWith(
      atBatch(1, () => erase(user.id)),
      "POST",
      "/api/v1/auth/verify-email",
      { body: { token, password: PASSWORD } },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await isVerified(user.id)).toBe(false);
    expect(await value("SELECT customer_id FROM orders WHERE id = ?", orderId)).toBeNull();
  });
});

describe("who follows a link that confirms an address", () => {
  it("has to know the password: without it, or with a wrong one, nothing is confirmed and the link stays good", async () => {
    const { user } = await signedUp();
    const link = await linkOf(user.id, "verify_email");
    const refused = { status: 401, body: { code: "auth.login_failed", errors: [{ pointer: "#/password" }] } };
    expect(await verifyAs({}, link)).toMatchObject(refused);
    expect(await verify(link, "not the password")).toMatchObject(refused);
    expect(await isVerified(user.id)).toBe(false);
    expect((await verify(link)).status).toBe(204);
  });

  it("cannot use it to guess the password: the guesses count together with those at the login", async () => {
    const email = freshEmail();
    await api("POST", "/api/v1/auth/register", { body: { email, password: PASSWORD } });
    for (let tries = 0; tries < 2; tries++) await logIn(email, { password: "wrong guess" });
    const id = await value<string>("SELECT id FROM users WHERE email = ?", email);
    const link = await linkOf(id, "verify_email");
    for (let tries = 0; tries < 3; tries++) expect((await verify(link, "wrong guess")).status).toBe(401);
    expect(await verify(link)).toMatchObject({ status: 429, body: { code: "auth.too_many_attempts" } });
    expect(await isVerified(id)).toBe(false);
  });

  it("needs no password when signed in to that account, by token or by cookie", async () => {
    const one = await signedUp();
    expect((await verifyAs(one.headers, await linkOf(one.user.id, "verify_email"))).status).toBe(204);
    expect(await isVerified(one.user.id)).toBe(true);
    const { user } = await signedUp();
    const session = await api("POST", "/api/v1/auth/session", {
      body: { email: user.email, password: PASSWORD },
    });
    const cookie = { Cookie: session.headers.get("Set-Cookie")?.split(";")[0] ?? "" };
    const link = await linkOf(user.id, "verify_email");
    expect(await verifyAs(cookie, link)).toMatchObject({ status: 403, body: { code: "auth.csrf_refused" } });
    const csrf = { "X-CSRF-Token": session.body["csrf_token"] as string };
    expect((await verifyAs({ ...cookie, ...csrf }, link)).status).toBe(204);
    expect(await isVerified(user.id)).toBe(true);
  });

  it("is refused when signed in to another account, with an API key, or not any more", async () => {
    const { user, headers, refresh_token } = await signedUp();
    const other = await signedUp();
    const link = await linkOf(user.id, "verify_email");
    expect((await verifyAs(other.headers, link)).status).toBe(401);
    expect((await verifyAs(await asStaff(), link)).status).toBe(401);
    await api("POST", "/api/v1/auth/logout", { body: { refresh_token } });
    expect(await verifyAs(headers, link)).toMatchObject({
      status: 401,
      body: { code: "auth.invalid_credentials" },
    });
    expect(await isVerified(user.id)).toBe(false);
  });

  it("hands nothing over to who registered or asked for the address", async () => {
    const victims = freshEmail();
    const order = await guestOrder(victims);
    const attacker = await signedUp();
    expect((await askForChange(attacker.headers, victims)).status).toBe(202);
    expect((await confirm(await linkOf(attacker.user.id, "change_email_current"))).status).toBe(200);
    const byChange = await linkOf(attacker.user.id, "change_email_new");
    expect((await confirm(byChange, "what the victim guesses")).status).toBe(401);
    const squatter = await signedUp({ email: victims });
    expect((await verifyAs({}, await linkOf(squatter.user.id, "verify_email"))).status).toBe(401);
    expect(await ownOrders(attacker.headers)).toEqual([]);
    expect(await ownOrders(squatter.headers)).toEqual([]);
    expect(await value("SELECT customer_id FROM orders WHERE id = ?", order)).toBeNull();
  });
});

describe("orders that were placed as a guest", () => {
  it("become the account's when the address is confirmed: not before, and no others", async () => {
    const email = freshEmail();
    const before = await guestOrder(email.toUpperCase());
    const { user, headers } = await signedUp({ email });
    const after = await guestOrder(email);
    const strangers = await guestOrder(freshEmail());
    expect(await ownOrders(headers)).toEqual([]);
    expect((await api("GET", `/api/v1/orders/${before}`, { headers })).status).toBe(404);
    expect((await verify(await linkOf(user.id, "verify_email"))).status).toBe(204);
    expect(await ownOrders(headers)).toEqual([before, after].sort());
    expect((await api("GET", `/api/v1/orders/${before}`, { headers })).body).toMatchObject({
      id: before,
      customer_id: user.id,
    });
    expect((await api("GET", `/api/v1/orders/${strangers}`, { headers })).status).toBe(404);
  });

  it("stay with the customer who has them", async () => {
    const email = freshEmail();
    const owner = await makeUser();
    await fillCart(owner.headers, await makeVariant(), email);
    const order = await orderAs(owner.headers);
    expect(order.body).toMatchObject({ email, customer_id: owner.id });
    const { user, headers } = await signedUp({ email });
    expect((await verify(await linkOf(user.id, "verify_email"))).status).toBe(204);
    expect(await ownOrders(headers)).toEqual([]);
    expect(await ownOrders(owner.headers)).toEqual([order.body.id]);
  });

  it("are not shown to who registered with somebody else's address, whatever else they confirm", async () => {
    const victims = freshEmail();
    const order = await guestOrder(victims);
    const attacker = await signedUp({ email: victims });
    expect((await askForChange(attacker.headers, freshEmail())).status).toBe(202);
    expect(await confirm(await linkOf(attacker.user.id, "change_email_new"))).toMatchObject({
      body: { status: "waiting" },
    });
    expect(await ownOrders(attacker.headers)).toEqual([]);
    // The victim takes the account over by mail: the attacker is out before anything can be seen.
    await api("POST", "/api/v1/auth/password-reset", { body: { email: victims } });
    const reset = await api("POST", "/api/v1/auth/password-reset/confirm", {
      body: {
        token: await linkOf(attacker.user.id, "reset_password"),
        new_password: "lantern orbit marmalade",
      },
    });
    expect(reset.status).toBe(204);
    const refreshed = await api("POST", "/api/v1/auth/refresh", {
      body: { refresh_token: attacker.refresh_token },
    });
    expect(refreshed.status).toBe(401);
    const owner = await logIn(victims, { password: "lantern orbit marmalade" });
    expect(await ownOrders({ Authorization: `Bearer ${owner.body.access_token}` })).toEqual([order]);
  });

  it("become the account's when its address changes to theirs", async () => {
    const { user, headers } = await signedUp();
    const email = freshEmail();
    const order = await guestOrder(email);
    await askForChange(headers, email);
    await confirm(await linkOf(user.id, "change_email_new"));
    expect(await ownOrders(headers)).toEqual([]);
    await confirm(await linkOf(user.id, "change_email_current"));
    expect(await ownOrders(headers)).toEqual([order]);
  });
});

interface Moving extends Tokens {
  headers: Headers;
  email: string;
  oldLink: string;
  newLink: string;
}

/** Somebody who has asked for a new address, and whose mails are sent. */
async function moving(email = freshEmail()): Promise<Moving> {
  const one = await signedUp();
  const answer = await askForChange(one.headers, email);
  expect(answer.status).toBe(202);
  await eventsDelivered();
  const oldLink = await linkOf(one.user.id, "change_email_current");
  const newLink = await linkOf(one.user.id, "change_email_new");
  return { ...one, email, oldLink, newLink };
}

/** The mails in somebody's data export, without whom they went to. */
async function exportedMails(headers: Headers) {
  await eventsDelivered();
  const answer = await api<{ mails: Record<string, unknown>[] }>("GET", "/api/v1/customers/me/export", {
    headers,
  });
  expect(answer.status).toBe(200);
  return answer.body.mails.map(({ template, subject, status }) => [template, subject, status]).sort();
}

async function changeEvents(userId: string) {
  return rows(
    "SELECT 1 FROM outbox WHERE type = 'user.email_changed' AND payload ->> '$.user_id' = ?",
    userId,
  );
}

describe("a change of address", () => {
  it.each([
    ["the old address first", ["oldLink", "newLink"]],
    ["the new address first", ["newLink", "oldLink"]],
  ] as const)("is made when both have confirmed, %s", async (_, [first, second]) => {
    const person = await moving();
    expect(await mailsTo(person.email)).toEqual(["take-address"]);
    expect(await confirm(person[first])).toMatchObject({ status: 200, body: { status: "waiting" } });
    expect(await confirm(person[first])).toMatchObject(UNUSABLE);
    expect((await logIn(person.user.email)).status).toBe(200);
    expect((await logIn(person.email)).status).toBe(401);
    expect(await confirm(person[second])).toMatchObject({ status: 200, body: { status: "changed" } });
    expect((await logIn(person.user.email)).status).toBe(401);
    const login = await logIn(person.email);
    expect(login.body.user).toMatchObject({ id: person.user.id, email: person.email, email_verified: true });
    expect(await confirm(person[second])).toMatchObject(UNUSABLE);
    expect(await changeEvents(person.user.id)).toHaveLength(1);
    expect(await mailsTo(person.user.email)).toEqual(["address-changed", "leave-address", "welcome"]);
  });

  it("is made exactly once when both confirm at the same moment", async () => {
    for (let round = 0; round < 3; round++) {
      const person = await moving();
      const links = [person.oldLink, person.newLink, person.oldLink, person.newLink];
      const answers = await Promise.all(links.map((link) => confirm(link)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 422, 422]);
      const said = answers
        .flatMap(({ body }) => body.status ?? [])
        .filter((text) => typeof text === "string");
      expect(said.sort()).toEqual(["changed", "waiting"]);
      expect(await changeEvents(person.user.id)).toHaveLength(1);
      const [change] = await rows("SELECT * FROM email_changes WHERE user_id = ?", person.user.id);
      expect(change).toMatchObject({ new_email: person.email, completed_at: expect.any(String) as unknown });
      expect((await logIn(person.email)).status).toBe(200);
    }
  });

  it("finds out that the other address confirmed while it looked", async () => {
    const person = await moving();
    const answer = await callWith(
      atBatch(1, async () => void (await confirm(person.newLink))),
      "POST",
      "/api/v1/auth/email-change/confirm",
      { body: { token: person.oldLink, password: PASSWORD } },
    );
    expect(answer).toMatchObject({ status: 200, body: { status: "changed" } });
    expect(await changeEvents(person.user.id)).toHaveLength(1);
  });

  it("is refused when somebody registered the address meanwhile, and nothing is changed", async () => {
    const person = await moving();
    await confirm(person.oldLink);
    const holder = await signedUp({ email: person.email });
    const before = await rows("SELECT * FROM users ORDER BY id");
    expect(await confirm(person.newLink)).toMatchObject({
      status: 409,
      body: { code: "account.email_taken" },
    });
    expect(await rows("SELECT * FROM users ORDER BY id")).toEqual(before);
    expect(await changeEvents(person.user.id)).toEqual([]);
    expect((await logIn(person.user.email)).body.user.id).toBe(person.user.id);
    expect((await logIn(person.email)).body.user.id).toBe(holder.user.id);
  });

  it("to an address that has an account is answered, mailed and recorded like any other; only its holder learns of it", async () => {
    const holder = await makeUser();
    const person = await moving(holder.email);
    const other = await moving();
    const answers = [
      await askForChange(person.headers, holder.email),
      await askForChange(other.headers, other.email),
    ];
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    expect(await mailsTo(holder.email)).toEqual(["take-address", "take-address"]);
    expect(await exportedMails(person.headers)).toEqual(await exportedMails(other.headers));
    const newLink = await linkOf(person.user.id, "change_email_new");
    expect(await confirm(newLink)).toMatchObject({ status: 409, body: { code: "account.email_taken" } });
    // Who asked, and holds the old address alone, is told nothing by it.
    const oldLink = await linkOf(person.user.id, "change_email_current");
    expect(await confirm(oldLink)).toMatchObject({ status: 200, body: { status: "waiting" } });
    expect(await changeEvents(person.user.id)).toEqual([]);
  });

  it("asked for again makes the links of the first one worthless", async () => {
    const person = await moving();
    await confirm(person.newLink);
    const second = freshEmail();
    expect((await askForChange(person.headers, second)).status).toBe(202);
    expect(await confirm(person.oldLink)).toMatchObject(UNUSABLE);
    const [newest] = await linksOf(person.user.id, "change_email_new");
    expect((await confirm(newest ?? "")).body).toMatchObject({ status: "waiting" });
    expect((await confirm(await linkOf(person.user.id, "change_email_current"))).body).toMatchObject({
      status: "changed",
    });
    expect((await logIn(second)).status).toBe(200);
    expect((await logIn(person.email)).status).toBe(401);
  });

  it("makes links worthless that were sent to the old address before", async () => {
    const person = await moving();
    await api("POST", "/api/v1/auth/password-reset", { body: { email: person.user.email } });
    const reset = await linkOf(person.user.id, "reset_password");
    const verification = await linkOf(person.user.id, "verify_email");
    await confirm(person.newLink);
    await confirm(person.oldLink);
    const body = { token: reset, new_password: "lantern orbit marmalade" };
    expect(await api("POST", "/api/v1/auth/password-reset/confirm", { body })).toMatchObject(UNUSABLE);
    expect(await verify(verification)).toMatchObject(UNUSABLE);
    expect((await logIn(person.email)).status).toBe(200);
  });

  it("needs the password, and another address than the present one", async () => {
    const { user, headers } = await signedUp();
    expect(await askForChange(headers, freshEmail(), "not the password")).toMatchObject({
      status: 422,
      body: { code: "auth.password_wrong", errors: [{ pointer: "#/password" }] },
    });
    expect(await askForChange(headers, user.email.toUpperCase())).toMatchObject({
      status: 422,
      body: { code: "request.invalid", errors: [{ pointer: "#/email", code: "unchanged" }] },
    });
    expect((await askForChange({}, freshEmail())).status).toBe(401);
    expect(await rows("SELECT 1 FROM email_changes WHERE user_id = ?", user.id)).toEqual([]);
  });

  it("cannot be used to flood an address with mails", async () => {
    const target = freshEmail();
    const { headers } = await signedUp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => askForChange(headers, target)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 429, 429, 429, 429, 429]);
  });

  it("is good for a day", async () => {
    const person = await moving();
    await confirm(person.oldLink);
    later(DAY + 60);
    expect(await confirm(person.newLink)).toMatchObject(UNUSABLE);
  });

  it.each(["disabled", "deactivated"])("is not made for an account that is %s by now", async (status) => {
    const person = await moving();
    await confirm(person.oldLink);
    await rows("UPDATE users SET status = ? WHERE id = ?", status, person.user.id);
    expect(await confirm(person.newLink)).toMatchObject(UNUSABLE);
    expect(await value("SELECT email FROM users WHERE id = ?", person.user.id)).toBe(person.user.email);
  });

  it("writes no address into an account that is erased while it is asked for", async () => {
    const { user, headers } = await signedUp();
    const email = freshEmail();
    const answer = await callWith(
      atBatch(1, () => erase(user.id)),
      "POST",
      "/api/v1/auth/email-change",
      { body: { email, password: PASSWORD }, headers },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await rows("SELECT 1 FROM email_changes WHERE new_email = ?", email)).toEqual([]);
    expect(await rows("SELECT 1 FROM one_time_tokens WHERE user_id = ?", user.id)).toEqual([]);
  });

  it("writes no address into an account that is erased while it is confirmed", async () => {
    const person = await moving();
    await confirm(person.oldLink);
    const answer = await callWith(
      atBatch(1, () => erase(person.user.id)),
      "POST",
      "/api/v1/auth/email-change/confirm",
      { body: { token: person.newLink, password: PASSWORD } },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await rows("SELECT 1 FROM users WHERE email = ?", person.email)).toEqual([]);
    expect(await confirm(person.newLink)).toMatchObject(UNUSABLE);
  });
});
