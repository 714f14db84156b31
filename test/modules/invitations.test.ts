import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { addSeconds } from "../../src/platform/clock.ts";
import { setClock } from "../../src/platform/ctx.ts";
import { linkOf, mailsTo } from "../support/account-links.ts";
import { makeUser, type TestUser } from "../support/accounts.ts";
import { api, asStaff, value } from "../support/api.ts";
import { makeVariant, placeOrder, readyCart, unique } from "../support/shop.ts";

const PATH = "/api/v1/users";
const PASSWORD = "lantern orbit marmalade";
const DAY = 24 * 60 * 60;

let admin: TestUser;

beforeAll(async () => {
  admin = await makeUser({ role: "admin" });
});

afterEach(() => setClock(undefined));

function invite(body: object, headers: Record<string, string> = admin.headers) {
  return api("POST", PATH, { body, headers });
}

function somebody(role = "staff") {
  return { email: `${unique("grace")}@example.com`, role, first_name: "Grace", last_name: "Hopper" };
}

function choosePassword(token: string) {
  return api("POST", "/api/v1/auth/password-reset/confirm", { body: { token, new_password: PASSWORD } });
}

function logIn(email: string) {
  return api<{ user: object }>("POST", "/api/v1/auth/login", { body: { email, password: PASSWORD } });
}

describe("an invitation", () => {
  it("makes an account whose holder of the address sets the password and then has the role", async () => {
    const body = somebody();
    const answer = await invite(body);
    expect(answer).toMatchObject({
      status: 201,
      body: { ...body, status: "active", email_verified: false, version: 1 },
    });
    const id = String(answer.body["id"]);
    expect(answer.headers.get("Location")).toBe(`${PATH}/${id}`);
    expect(answer.headers.get("ETag")).toBe('"1"');
    expect(await mailsTo(body.email)).toEqual(["invitation"]);
    expect((await logIn(body.email)).status).toBe(401);
    expect((await choosePassword(await linkOf(id, "reset_password"))).status).toBe(204);
    expect(await logIn(body.email)).toMatchObject({
      status: 200,
      // What the administrator entered is kept: nobody else has had the account before.
      body: { user: { role: "staff", email_verified: true, first_name: "Grace", last_name: "Hopper" } },
    });
    expect(
      await value("SELECT actor_id FROM audit_log WHERE action = 'user.invite' AND entity_id = ?", id),
    ).toBe(admin.id);
  });

  it("works for seven days, and once", async () => {
    const { body } = await invite(somebody());
    const link = await linkOf(String(body["id"]), "reset_password");
    const late = addSeconds(new Date(), 8 * DAY);
    setClock(() => late);
    expect(await choosePassword(link)).toMatchObject({ status: 422, body: { code: "auth.token_unusable" } });
    const inTime = addSeconds(new Date(), 6 * DAY);
    setClock(() => inTime);
    expect((await choosePassword(link)).status).toBe(204);
    expect((await choosePassword(link)).status).toBe(422);
  });

  it("gives nobody a role above the inviter's, and only to whom has no account", async () => {
    expect(await invite(somebody("superuser"))).toMatchObject({
      status: 403,
      body: { code: "user.role_too_high" },
    });
    // A key with the one scope that it takes stands below every administrator.
    expect(await invite(somebody("admin"), await asStaff(["user:manage"]))).toMatchObject({
      status: 403,
      body: { code: "user.role_too_high" },
    });
    expect((await invite(somebody(), (await makeUser({ role: "staff" })).headers)).status).toBe(403);
    const { email } = await makeUser();
    expect(await invite({ ...somebody(), email })).toMatchObject({
      status: 409,
      body: { code: "account.email_taken" },
    });
  });

  it("gives what guests ordered with the address to its holder alone, also when somebody registers it meanwhile", async () => {
    const body = somebody();
    const cart = await readyCart([{ variant: await makeVariant(), quantity: 1 }], body.email);
    const order = (await placeOrder(cart)).body;
    const id = String((await invite(body)).body["id"]);
    const stranger = { email: body.email, password: PASSWORD, first_name: "Mallory" };
    expect((await api("POST", "/api/v1/auth/register", { body: stranger })).status).toBe(201);
    expect((await logIn(body.email)).status).toBe(401);
    const owner = () => value("SELECT customer_id FROM orders WHERE id = ?", order.id);
    expect(await owner()).toBeNull();
    expect((await choosePassword(await linkOf(id, "reset_password"))).status).toBe(204);
    expect(await owner()).toBe(id);
    expect(await logIn(body.email)).toMatchObject({ body: { user: { role: "staff", first_name: "Grace" } } });
  });

  it("is taken back by disabling the account: neither its link nor another one works", async () => {
    const body = somebody();
    const id = String((await invite(body)).body["id"]);
    const link = await linkOf(id, "reset_password");
    const disabled = { body: { status: "disabled" }, headers: admin.headers };
    expect((await api("PATCH", `${PATH}/${id}`, disabled)).status).toBe(200);
    expect((await choosePassword(link)).status).toBe(422);
    await api("POST", "/api/v1/auth/password-reset", { body: { email: body.email } });
    expect((await choosePassword(await linkOf(id, "reset_password"))).status).toBe(422);
  });

  it("makes one account when two administrators invite the same person at once", async () => {
    const body = somebody();
    const answers = await Promise.all([invite(body), invite(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await value("SELECT COUNT(*) FROM users WHERE email = ?", body.email)).toBe(1);
  });
});

describe("looking for people", () => {
  it("finds them by the beginning of address, first, last or full name, whatever its case", async () => {
    const last = unique("Hopper");
    const { body } = await invite({ ...somebody("customer"), first_name: "Grace", last_name: last });
    const id = body["id"];
    for (const path of [PATH, "/api/v1/customers"]) {
      const found = async (q: string) => {
        const answer = await api<{ data: { id: string }[] }>("GET", `${path}?q=${encodeURIComponent(q)}`, {
          headers: admin.headers,
        });
        expect(answer.status).toBe(200);
        return answer.body.data.map((each) => each.id);
      };
      expect(await found(last.toLowerCase())).toEqual([id]);
      expect(await found(`grace ${last}`)).toEqual([id]);
      expect(await found(`ada ${last}`)).toEqual([]);
      expect(await found(String(body["email"]).slice(0, -8).toUpperCase())).toEqual([id]);
      expect(await found("gra")).toContain(id);
      expect(await found("100%_")).toEqual([]);
    }
  });
});
