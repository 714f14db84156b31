import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { eraseUserStmts, updateUserStmt } from "../../src/modules/identity/index.ts";
import { addSeconds } from "../../src/platform/clock.ts";
import { subscribers } from "../../src/registry.ts";
import { commit } from "../../src/platform/commit.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { logIn, PASSWORD, register, signedUp } from "../support/account.ts";
import { linkOf, linksOf, mailsTo } from "../support/account-links.ts";
import { makeUser, systemCtx } from "../support/accounts.ts";
import { api, asStaff, eventsDelivered, rows, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { fillCart } from "../support/customer-cart.ts";
import { atBatch } from "../support/failing-env.ts";
import { makeVariant, NEW_YORK, unique } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const NEW_PASSWORD = "lantern orbit marmalade";
const CONFIRM = "/api/v1/auth/password-reset/confirm";
const UNUSABLE = { status: 422, body: { code: "auth.token_unusable", errors: [{ pointer: "#/token" }] } };

type Headers = Record<string, string>;

afterEach(() => setClock(undefined));

function later(seconds: number): void {
  const then = addSeconds(new Date(), seconds);
  setClock(() => then);
}

let counter = 0;

/** An address that no other test comes from. */
function freshAddress(): { "CF-Connecting-IP": string } {
  counter += 1;
  return { "CF-Connecting-IP": `192.0.2.${counter}` };
}

function askForReset(email: string) {
  return api("POST", "/api/v1/auth/password-reset", { body: { email }, headers: freshAddress() });
}

async function resetLink(user: { id: string; email: string }): Promise<string> {
  expect((await askForReset(user.email)).status).toBe(202);
  // No mail brings a link that was used before it is sent.
  await eventsDelivered();
  return linkOf(user.id, "reset_password");
}

function reset(token: string, new_password = NEW_PASSWORD) {
  return api("POST", CONFIRM, { body: { token, new_password } });
}

function changePassword(headers: Headers, current_password: string, new_password = NEW_PASSWORD) {
  return api("POST", "/api/v1/auth/password", { body: { current_password, new_password }, headers });
}

function deactivate(headers: Headers, password: string) {
  return api("POST", "/api/v1/auth/deactivate", { body: { password }, headers });
}

/** Any write that only asks for a login that is still good. */
function write(headers: Headers) {
  return api("DELETE", "/api/v1/auth/sessions?except_current=true", { headers });
}

function refresh(refresh_token: string) {
  return api("POST", "/api/v1/auth/refresh", { body: { refresh_token } });
}

async function inBrowser(email: string): Promise<Headers> {
  const answer = await api("POST", "/api/v1/auth/session", { body: { email, password: PASSWORD } });
  expect(answer.status).toBe(201);
  const cookie = answer.headers.get("Set-Cookie")?.split(";")[0] ?? "";
  return { Cookie: cookie, "X-CSRF-Token": answer.body["csrf_token"] as string };
}

async function setStatus(id: string, status: "deactivated" | "disabled" | "erased"): Promise<void> {
  const ctx = systemCtx();
  await commit(ctx, { statements: [updateUserStmt(ctx, id, { status })] });
}

async function erase(id: string): Promise<void> {
  const ctx = systemCtx();
  const version = await value("SELECT version FROM users WHERE id = ?", id);
  await commit(ctx, { statements: eraseUserStmts(ctx, { id, version }) });
}

async function accountRow(id: string) {
  const [row] = await rows("SELECT * FROM users WHERE id = ?", id);
  return row;
}

describe("asking for a new password", () => {
  it("writes no address into an account that is erased at the same moment, and answers alike", async () => {
    const user = await makeUser();
    const answer = await callWith(
      atBatch(1, () => erase(user.id)),
      "POST",
      "/api/v1/auth/password-reset",
      { body: { email: user.email } },
    );
    expect(answer.status).toBe(202);
    expect(await rows("SELECT 1 FROM one_time_tokens WHERE email = ?", user.email)).toEqual([]);
  });

  it("answers the same whether the address has an account or not; only one that has gets a mail", async () => {
    const known = await register();
    const unknown = `${unique("nobody")}@example.com`;
    const answers = [await askForReset(known), await askForReset(unknown)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect([...(answers[1]?.headers.keys() ?? [])]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    expect(await mailsTo(known)).toEqual(["reset-password", "welcome"]);
    expect(await mailsTo(unknown)).toEqual([]);
    expect(await value("SELECT COUNT(*) FROM one_time_tokens WHERE email = ?", unknown)).toBe(0);
  });

  it("answers the same for an account that is disabled, which gets no mail", async () => {
    const user = await makeUser();
    await setStatus(user.id, "disabled");
    expect((await askForReset(user.email)).status).toBe(202);
    expect(await mailsTo(user.email)).toEqual([]);
  });
});

/** Somebody registers an address that is not theirs, and makes themselves at home. */
async function squatter(email: string) {
  const one = await signedUp({ email, first_name: "Sly", last_name: "Fox", username: unique("sly") });
  const { headers } = one;
  await fillCart(headers, await makeVariant());
  const added = await api("POST", "/api/v1/customers/me/addresses", { body: NEW_YORK, headers });
  expect(added.status).toBe(201);
  const patched = await api("PATCH", "/api/v1/customers/me", {
    body: { phone: "+1 555 0199", accepts_marketing: true },
    headers,
  });
  expect(patched.status).toBe(200);
  return one;
}

/** What the account's holder finds in it. */
async function contentOf(headers: Headers) {
  const read = async (path: string) => (await api("GET", path, { headers })).body;
  const [profile, addresses, cart] = [
    await read("/api/v1/customers/me"),
    await read("/api/v1/customers/me/addresses"),
    await read("/api/v1/cart"),
  ];
  return { profile, addresses: addresses["data"], items: cart["items"], address: cart["shipping_address"] };
}

describe("taking over an account whose address was never confirmed", () => {
  it("by a reset leaves nothing of who made it: names, phone, address book, cart", async () => {
    const { user } = await squatter(`${unique("victim")}@example.com`);
    expect((await reset(await resetLink(user))).status).toBe(204);
    const { access_token } = (await logIn(user.email, { password: NEW_PASSWORD })).body;
    const found = await contentOf({ Authorization: `Bearer ${access_token}` });
    expect(found).toMatchObject({
      profile: { first_name: "", last_name: "", accepts_marketing: false, email_verified: true },
      addresses: [],
      items: [],
    });
    for (const field of ["username", "phone", "default_shipping_address"])
      expect(found.profile).not.toHaveProperty(field);
    expect(found.address).toBeUndefined();
  });

  it("empties the cart also when that failed at first, but not of what its owner put into it since", async () => {
    const { user } = await squatter(`${unique("victim")}@example.com`);
    const broken = {
      ...env,
      CART: { getByName: () => ({ erase: () => Promise.reject(new Error("the cart is gone")) }) },
    } as unknown as Env;
    const body = { token: await resetLink(user), new_password: NEW_PASSWORD };
    expect((await callWith(broken, "POST", CONFIRM, { body })).status).toBe(204);
    await eventsDelivered();
    const { access_token } = (await logIn(user.email, { password: NEW_PASSWORD })).body;
    const headers = { Authorization: `Bearer ${access_token}` };
    expect((await contentOf(headers)).items).toEqual([]);
    await fillCart(headers, await makeVariant());
    const [event] = await rows<{ id: string; occurred_at: string }>(
      "SELECT id, occurred_at FROM outbox WHERE type = 'user.taken_over' AND payload ->> '$.user_id' = ?",
      user.id,
    );
    const late = subscribers.find(({ name }) => name === "cart.erase-foreign");
    await late?.handle(systemCtx(), {
      id: event?.id ?? "",
      occurred_at: event?.occurred_at ?? "",
      type: "user.taken_over",
      payload: { user_id: user.id },
    });
    expect((await contentOf(headers)).items).toHaveLength(1);
  });

  it("leaves a confirmed account as it is", async () => {
    const one = await squatter(`${unique("owner")}@example.com`);
    const token = await linkOf(one.user.id, "verify_email");
    await api("POST", "/api/v1/auth/verify-email", { body: { token, password: PASSWORD } });
    const before = await contentOf(one.headers);
    expect((await reset(await resetLink(one.user))).status).toBe(204);
    const { access_token } = (await logIn(one.user.email, { password: NEW_PASSWORD })).body;
    const after = await contentOf({ Authorization: `Bearer ${access_token}` });
    expect(after).toMatchObject({
      addresses: before.addresses,
      items: before.items,
      address: before.address,
    });
    expect(after.profile).toMatchObject({ first_name: "Sly", phone: "+1 555 0199" });
  });
});

describe.each(["a reset", "a change of the password"])("%s", (how) => {
  it("ends a change of address that was begun before, whichever side has confirmed it", async () => {
    for (const confirmed of ["change_email_current", "change_email_new"] as const) {
      const one = await signedUp();
      const email = `${unique("thief")}@example.com`;
      const body = { email, password: PASSWORD };
      await api("POST", "/api/v1/auth/email-change", { body, headers: one.headers });
      await eventsDelivered();
      const confirm = (token: string, password: string) =>
        api("POST", "/api/v1/auth/email-change/confirm", { body: { token, password } });
      expect((await confirm(await linkOf(one.user.id, confirmed), PASSWORD)).status).toBe(200);
      if (how === "a reset") expect((await reset(await resetLink(one.user))).status).toBe(204);
      else expect((await changePassword(one.headers, PASSWORD)).status).toBe(204);
      for (const purpose of ["change_email_current", "change_email_new"] as const) {
        expect(await confirm(await linkOf(one.user.id, purpose), NEW_PASSWORD)).toMatchObject(UNUSABLE);
      }
      expect(await accountRow(one.user.id)).toMatchObject({ email: one.user.email });
    }
  });
});

describe("a reset link", () => {
  it("sets a new password, once, and the account is told", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    expect((await reset(link)).status).toBe(204);
    expect((await logIn(user.email, { password: NEW_PASSWORD })).status).toBe(200);
    expect((await logIn(user.email, { password: user.password })).status).toBe(401);
    expect(await reset(link, "another fine password")).toMatchObject(UNUSABLE);
    expect((await logIn(user.email, { password: NEW_PASSWORD })).status).toBe(200);
    expect(await mailsTo(user.email)).toEqual(["password-changed", "reset-password"]);
    const audit = await rows(
      "SELECT * FROM audit_log WHERE entity_id = ? AND action = 'user.reset_password'",
      user.id,
    );
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain(NEW_PASSWORD);
  });

  it("used twice at the same moment sets one password, that of the one who was told so", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    const passwords = ["lantern orbit marmalade", "velvet anchor thistle", "copper meadow gazette"];
    const answers = await Promise.all(passwords.map((password) => reset(link, password)));
    const won = answers.map(({ status }) => status === 204);
    expect(won.filter(Boolean)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 204) expect(answer).toMatchObject(UNUSABLE);
    const logins = await Promise.all(
      passwords.map((password) => logIn(user.email, { password }, freshAddress())),
    );
    expect(logins.map(({ status }) => status === 200)).toEqual(won);
    expect(await mailsTo(user.email)).toEqual(["password-changed", "reset-password"]);
  });

  it("is good for an hour", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    later(3_601);
    expect(await reset(link)).toMatchObject(UNUSABLE);
    setClock(undefined);
    const other = await resetLink(user);
    later(3_590);
    expect((await reset(other)).status).toBe(204);
  });

  it("can be no link of another purpose, no token of another kind, and none that was altered", async () => {
    const { user, headers } = await signedUp();
    const request = await api("POST", "/api/v1/auth/email-change", {
      body: { email: `${unique("new")}@example.com`, password: PASSWORD },
      headers,
    });
    expect(request.status).toBe(202);
    const link = await resetLink(user);
    const [id] = await rows<{ id: string }>(
      "SELECT id FROM one_time_tokens WHERE user_id = ? AND purpose = 'reset_password'",
      user.id,
    );
    const ctx = systemCtx();
    const stranger = {
      config: { ...ctx.config, TOKEN_SECRET: ["another-secret-0123456789abcdef-0123456789"] },
    };
    const [header, payload, signature] = link.split(".");
    const unsigned = btoa(JSON.stringify({ alg: "none" })).replaceAll("=", "");
    const foreign = [
      await linkOf(user.id, "verify_email"),
      await linkOf(user.id, "change_email_current"),
      await linkOf(user.id, "change_email_new"),
      await signToken(ctx, "cart", id?.id ?? ""),
      await signToken(ctx, "order", id?.id ?? ""),
      await signToken(ctx, "csrf", id?.id ?? ""),
      await signToken(stranger, "one_time", id?.id ?? ""),
      await signToken(ctx, "one_time", user.id),
      id?.id ?? "",
      `${unsigned}.${payload}.`,
      `${unsigned}.${payload}.${signature}`,
      `${header}.${btoa('{"sub":"other","aud":"one_time"}').replaceAll("=", "")}.${signature}`,
      "nonsense",
      "x".repeat(2_000),
    ];
    const before = await accountRow(user.id);
    for (const token of foreign) expect(await reset(token), token).toMatchObject(UNUSABLE);
    expect(await accountRow(user.id)).toEqual(before);
    expect((await reset(link)).status).toBe(204);
  });

  it("ends every login of the account and no other", async () => {
    const one = await signedUp();
    const second = await logIn(one.user.email);
    const browser = await inBrowser(one.user.email);
    const stranger = await signedUp();
    expect((await reset(await resetLink(one.user))).status).toBe(204);
    expect((await write(one.headers)).status).toBe(401);
    expect((await write(browser)).status).toBe(401);
    expect((await refresh(one.refresh_token)).status).toBe(401);
    expect((await refresh(second.body.refresh_token)).status).toBe(401);
    expect((await refresh(stranger.refresh_token)).status).toBe(200);
    expect((await write(stranger.headers)).status).toBe(204);
  });

  it("makes the other ones worthless", async () => {
    const user = await makeUser();
    await resetLink(user);
    await resetLink(user);
    const [newest, older] = await linksOf(user.id, "reset_password");
    expect((await reset(newest ?? "")).status).toBe(204);
    expect(await reset(older ?? "", "another fine password")).toMatchObject(UNUSABLE);
  });

  it("confirms the address that it was sent to", async () => {
    const email = await register();
    const { user } = (await logIn(email)).body;
    expect(user.email_verified).toBe(false);
    expect((await reset(await resetLink(user))).status).toBe(204);
    expect((await logIn(email, { password: NEW_PASSWORD })).body.user.email_verified).toBe(true);
  });

  it("opens an account again that its owner deactivated, and its cart", async () => {
    const user = await makeUser();
    const variant = await makeVariant();
    expect((await deactivate(user.headers, user.password)).status).toBe(204);
    await eventsDelivered();
    expect((await reset(await resetLink(user))).status).toBe(204);
    const login = await logIn(user.email, { password: NEW_PASSWORD });
    expect(login.status).toBe(200);
    await eventsDelivered();
    const headers = { Authorization: `Bearer ${login.body.access_token}` };
    const add = await new Shopper().call("POST", "/items", { variant_id: variant.id, quantity: 1 }, headers);
    expect(add.status).toBe(201);
  });

  it("does not open an account that the shop disabled, nor one that was erased", async () => {
    for (const status of ["disabled", "erased"] as const) {
      const user = await makeUser();
      const link = await resetLink(user);
      await setStatus(user.id, status);
      const before = await accountRow(user.id);
      expect(await reset(link), status).toMatchObject(UNUSABLE);
      expect(await accountRow(user.id)).toEqual(before);
    }
    const gone = await makeUser();
    const link = await resetLink(gone);
    await erase(gone.id);
    expect(await reset(link)).toMatchObject(UNUSABLE);
  });

  it.each(["deactivated", "active"] as const)(
    "does not bring back an account that is erased while it is used (%s before)",
    async (status) => {
      const user = await makeUser();
      const link = await resetLink(user);
      if (status === "deactivated") await setStatus(user.id, status);
      const answer = await callWith(
        atBatch(1, () => erase(user.id)),
        "POST",
        CONFIRM,
        { body: { token: link, new_password: NEW_PASSWORD } },
      );
      expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
      expect(await reset(link)).toMatchObject(UNUSABLE);
      expect(await accountRow(user.id)).toMatchObject({
        status: "erased",
        password_hash: null,
        email_verified_at: null,
      });
    },
  );

  it.each([
    ["too short", "short77", "too_short"],
    ["too long", "x1y2".repeat(2_500), "too_long"],
    ["tried first by everybody", "password123", "common_password"],
  ])("is still good after a password that is %s", async (_, password, code) => {
    const user = await makeUser();
    const link = await resetLink(user);
    expect(await reset(link, password)).toMatchObject({
      status: 422,
      body: { code: "request.invalid", errors: [{ pointer: "#/new_password", code }] },
    });
    expect((await logIn(user.email, { password: user.password })).status).toBe(200);
    expect((await reset(link)).status).toBe(204);
  });

  it("is still good after the account's own address was given as password", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    expect(await reset(link, user.email)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/new_password", code: "contains_identity" }] },
    });
    expect((await reset(link)).status).toBe(204);
  });

  it("frees its holder from waiting for what others guessed", async () => {
    const user = await makeUser();
    for (let tries = 0; tries < 5; tries++)
      await logIn(user.email, { password: "wrong guess" }, freshAddress());
    const home = freshAddress();
    expect((await logIn(user.email, {}, home)).status).toBe(429);
    const link = await resetLink(user);
    const body = { token: link, new_password: NEW_PASSWORD };
    expect((await api("POST", CONFIRM, { body, headers: home })).status).toBe(204);
    expect((await logIn(user.email, { password: NEW_PASSWORD }, home)).status).toBe(200);
  });

  it("also ends a login with the old password that is just beginning", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    const answer = await callWith(
      // The first batch reads the account, the second one begins the session.
      atBatch(2, async () => void (await reset(link))),
      "POST",
      "/api/v1/auth/login",
      { body: { email: user.email, password: user.password } },
    );
    expect(answer.status).toBe(409);
    expect(await rows("SELECT 1 FROM sessions WHERE user_id = ? AND revoked_at IS NULL", user.id)).toEqual(
      [],
    );
    expect((await logIn(user.email, { password: NEW_PASSWORD })).status).toBe(200);
  });
});

describe("changing the password", () => {
  it("needs the current one", async () => {
    const user = await makeUser();
    const before = await accountRow(user.id);
    expect(await changePassword(user.headers, "not the password")).toMatchObject({
      status: 422,
      body: { code: "auth.password_wrong", errors: [{ pointer: "#/current_password", code: "wrong" }] },
    });
    expect(await accountRow(user.id)).toEqual(before);
    expect(await mailsTo(user.email)).toEqual([]);
  });

  it("counts wrong guesses together with those at the login", async () => {
    const user = await makeUser();
    const from = freshAddress();
    const headers = { ...user.headers, ...from };
    for (let tries = 0; tries < 3; tries++) {
      expect((await changePassword(headers, "wrong guess")).status).toBe(422);
    }
    for (let tries = 0; tries < 2; tries++) {
      expect((await logIn(user.email, { password: "wrong guess" }, from)).status).toBe(401);
    }
    const refused = { status: 429, body: { code: "auth.too_many_attempts" } };
    expect(await changePassword(headers, user.password)).toMatchObject(refused);
    expect(await logIn(user.email, { password: user.password }, from)).toMatchObject(refused);
    expect(await deactivate(headers, user.password)).toMatchObject(refused);
  });

  it("keeps this login, ends the others, makes reset links worthless and sends a mail", async () => {
    const one = await signedUp();
    const other = await logIn(one.user.email);
    const link = await resetLink(one.user);
    expect((await changePassword(one.headers, PASSWORD)).status).toBe(204);
    expect((await write(one.headers)).status).toBe(204);
    expect((await refresh(one.refresh_token)).status).toBe(200);
    expect((await refresh(other.body.refresh_token)).status).toBe(401);
    expect((await write({ Authorization: `Bearer ${other.body.access_token}` })).status).toBe(401);
    expect(await reset(link, "another fine password")).toMatchObject(UNUSABLE);
    expect((await logIn(one.user.email)).status).toBe(401);
    expect((await logIn(one.user.email, { password: NEW_PASSWORD })).status).toBe(200);
    expect(await mailsTo(one.user.email)).toEqual(["password-changed", "reset-password", "welcome"]);
  });

  it("does not overwrite the new password of a reset that came between", async () => {
    const user = await makeUser();
    const link = await resetLink(user);
    const answer = await callWith(
      atBatch(1, async () => void (await reset(link))),
      "POST",
      "/api/v1/auth/password",
      {
        body: { current_password: user.password, new_password: "another fine password" },
        headers: user.headers,
      },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect((await logIn(user.email, { password: NEW_PASSWORD })).status).toBe(200);
    expect((await logIn(user.email, { password: "another fine password" })).status).toBe(401);
  });

  it.each([
    ["too short", "short77", "too_short"],
    ["tried first by everybody", "qwertyuiop", "common_password"],
    ["the shop's name", "Edge Goods", "contains_identity"],
  ])("refuses a new one that is %s", async (_, password, code) => {
    const user = await makeUser();
    expect(await changePassword(user.headers, user.password, password)).toMatchObject({
      status: 422,
      body: { code: "request.invalid", errors: [{ pointer: "#/new_password", code }] },
    });
    expect((await logIn(user.email, { password: user.password })).status).toBe(200);
  });

  it("is for the signed-in user alone", async () => {
    expect((await changePassword({}, PASSWORD)).status).toBe(401);
    expect((await changePassword(await asStaff(), PASSWORD)).status).toBe(403);
  });
});

describe("deactivating the account", () => {
  it("needs the password", async () => {
    const user = await makeUser();
    expect(await deactivate(user.headers, "not the password")).toMatchObject({
      status: 422,
      body: { code: "auth.password_wrong", errors: [{ pointer: "#/password" }] },
    });
    expect(await accountRow(user.id)).toMatchObject({ status: "active" });
    expect((await write(user.headers)).status).toBe(204);
  });

  it("ends all logins and refuses new ones, to who knows the password with the way back", async () => {
    const one = await signedUp();
    const browser = await inBrowser(one.user.email);
    expect((await deactivate(one.headers, PASSWORD)).status).toBe(204);
    expect((await write(one.headers)).status).toBe(401);
    expect((await write(browser)).status).toBe(401);
    expect((await refresh(one.refresh_token)).status).toBe(401);
    const login = await logIn(one.user.email);
    expect(login).toMatchObject({ status: 403, body: { code: "auth.account_not_active" } });
    expect(login.body["detail"]).toContain("password-reset");
    expect((await logIn(one.user.email, { password: "not the password" })).status).toBe(401);
    expect(
      await rows(
        "SELECT before, after FROM audit_log WHERE action = 'user.deactivate' AND entity_id = ?",
        one.user.id,
      ),
    ).toEqual([{ before: '{"status":"active"}', after: '{"status":"deactivated"}' }]);
    expect(await mailsTo(one.user.email)).toEqual(["account-deactivated", "welcome"]);
  });

  it("does not turn being disabled by the shop into something that a new password ends", async () => {
    const user = await makeUser();
    const admin = await makeUser({ role: "admin" });
    const disable = () =>
      api("PATCH", `/api/v1/users/${user.id}`, { body: { status: "disabled" }, headers: admin.headers });
    const answer = await callWith(
      atBatch(1, async () => void (await disable())),
      "POST",
      "/api/v1/auth/deactivate",
      { body: { password: user.password }, headers: user.headers },
    );
    expect(answer).toMatchObject({ status: 409, body: { code: "resource.conflict" } });
    expect(await accountRow(user.id)).toMatchObject({ status: "disabled" });
  });

  it("is refused to the last superuser; of two at once one stays", async () => {
    expect(await value("SELECT COUNT(*) FROM users WHERE role = 'superuser' AND status = 'active'")).toBe(0);
    const first = await makeUser({ role: "superuser" });
    expect(await deactivate(first.headers, first.password)).toMatchObject({
      status: 409,
      body: { code: "user.last_superuser" },
    });
    expect((await write(first.headers)).status).toBe(204);
    const second = await makeUser({ role: "superuser" });
    const answers = await Promise.all([first, second].map((user) => deactivate(user.headers, user.password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await value("SELECT COUNT(*) FROM users WHERE role = 'superuser' AND status = 'active'")).toBe(1);
  });
});
