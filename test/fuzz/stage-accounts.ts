import { Secret, TOTP } from "otpauth";
import { oneTimeTokenText } from "../../src/modules/identity/index.ts";
import { SECRETS } from "../../scripts/runtime/workers.ts";
import type { ActorName } from "./cast.ts";
import { readyCart } from "./stage-sales.ts";
import { firstOf, listOf, type Stage, textOf } from "./stage.ts";

/** Accounts and what their owners do with them. Those who lose theirs by it get others. */
export async function stageAccounts(stage: Stage): Promise<void> {
  const { cast } = stage.session;
  await newcomer(stage);
  await sessions(stage);
  await secondFactor(stage, "neighbour");
  await cast.renew("neighbour");
  await savedCarts(stage, "customer");
  await profile(stage, "customer");
  await people(stage);
  for (const name of ["customer", "neighbour", "staff"] as const) await cast.renew(name);
}

/** Two guests' carts that go into a customer's: what was there before is saved. */
async function savedCarts(stage: Stage, as: ActorName): Promise<void> {
  const { email = "", password = "" } = stage.session.cast.account(as) ?? {};
  await readyCart(stage, as);
  for (let round = 0; round < 2; round += 1) {
    const headers = { ...address(stage), ...(await readyCart(stage, "guest")) };
    await stage.ask("logIn", { as: "guest", headers, json: { email, password } });
  }
  const [first, second] = listOf((await stage.ask("listSavedCarts", { as })).body);
  if (first) await stage.ask("restoreSavedCart", { as, params: [first.id] });
  if (second) await stage.ask("deleteSavedCart", { as, params: [second.id] });
}

/** The text of the last link of a kind that a mail has taken to this address. */
async function linkTo(stage: Stage, email: string, purpose: string): Promise<string> {
  const db = await stage.session.world.db();
  const id = await db
    .prepare(
      "SELECT t.id FROM one_time_tokens t JOIN users u ON u.id = t.user_id WHERE u.email = ? AND t.purpose = ? ORDER BY t.rowid DESC",
    )
    .bind(email, purpose)
    .first<string>("id");
  // Of the configuration only the secret is used.
  const config = { TOKEN_SECRET: [SECRETS.TOKEN_SECRET] } as Parameters<typeof oneTimeTokenText>[0]["config"];
  return oneTimeTokenText({ config }, id ?? "");
}

async function newcomer(stage: Stage): Promise<void> {
  const email = `new-${stage.session.newKey()}@example.com`;
  const password = "purple stapler lagoon";
  await stage.ask("register", {
    as: "guest",
    headers: address(stage),
    json: { email, password, first_name: "Ada" },
  });
  const login = { as: "guest", json: { email, password } } as const;
  const first = await stage.ask("logIn", { ...login, headers: address(stage) });
  await stage.ask("refreshTokens", {
    as: "guest",
    json: { refresh_token: textOf(first.body, "refresh_token") },
  });
  await stage.ask("verifyEmail", {
    as: "guest",
    json: { token: await linkTo(stage, email, "verify_email"), password },
  });
  await stage.ask("requestPasswordReset", { as: "guest", headers: address(stage), json: { email } });
  const token = await linkTo(stage, email, "reset_password");
  await stage.ask("resetPassword", { as: "guest", json: { token, new_password: `${password} again` } });
  const again = { email, password: `${password} again` };
  const second = await stage.ask("logIn", { as: "guest", headers: address(stage), json: again });
  await stage.ask("logOut", { as: "guest", json: { refresh_token: textOf(second.body, "refresh_token") } });
  await stage.ask("openBrowserSession", {
    as: "guest",
    headers: { ...address(stage), Origin: stage.session.world.url },
    json: again,
  });
}

async function sessions(stage: Stage): Promise<void> {
  const { cast } = stage.session;
  const account = cast.account("browser");
  await stage.ask("stepUp", {
    as: "browser",
    headers: address(stage),
    json: { password: account?.password },
  });
  await stage.ask("getBrowserSession", { as: "browser" });
  const { email = "", password = "" } = account ?? {};
  await stage.ask("logIn", { as: "guest", headers: address(stage), json: { email, password } });
  const listed = listOf((await stage.ask("listSessions", { as: "browser" })).body);
  const other = listed.find((session) => session["is_current"] !== true && session["current"] !== true);
  if (other) await stage.ask("revokeSession", { as: "browser", params: [other.id] });
  await stage.ask("closeBrowserSession", { as: "browser" });
  await cast.renew("browser");
  await stage.ask("revokeAllSessions", { as: "staff" });
  await cast.renew("staff");
}

async function secondFactor(stage: Stage, as: ActorName): Promise<void> {
  const begun = await stage.ask("beginSecondFactor", { as });
  const secret = textOf(begun.body, "secret");
  if (secret === "") return;
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await stage.ask("confirmSecondFactor", { as, json: { totp: totp.generate() } });
  await stage.ask("renewRecoveryCodes", { as });
  await stage.ask("removeSecondFactor", { as });
}

async function profile(stage: Stage, as: ActorName): Promise<void> {
  const { cast } = stage.session;
  const account = cast.account(as);
  const password = account?.password ?? "";
  const json = {
    first_name: "Ada",
    last_name: "Lovelace",
    line1: "1 Analytical Way",
    city: "New York",
    region: "NY",
    postal_code: "10001",
    country: "US",
  };
  await stage.ask("addOwnAddress", { as, json });
  const { body } = await stage.ask("addOwnAddress", { as, json });
  await stage.ask("replaceOwnAddress", { as, params: [body.id], json });
  await stage.ask("deleteOwnAddress", { as, params: [body.id] });
  await stage.ask("saveOwnPaymentMethod", { as, json: { payment_method: "pm_card_visa" } });
  const method = firstOf(listOf((await stage.ask("listOwnPaymentMethods", { as })).body));
  await stage.ask("chooseOwnPaymentMethod", { as, params: [method.id] });
  await stage.ask("removeOwnPaymentMethod", { as, params: [method.id] });
  const email = `moved-${stage.session.newKey()}@example.com`;
  await stage.ask("requestEmailChange", { as, headers: address(stage), json: { email, password } });
  const token = await linkTo(stage, account?.email ?? "", "change_email_new");
  await stage.ask("confirmEmailChange", { as: "guest", json: { token, password } });
  const next = "purple stapler lagoon";
  await stage.ask("changePassword", {
    as,
    headers: address(stage),
    json: { current_password: password, new_password: next },
  });
  await cast.renew(as);
  await stage.ask("eraseOwnCustomer", { as });
  await cast.renew(as);
  await stage.ask("deactivateAccount", {
    as,
    headers: address(stage),
    json: { password: cast.account(as)?.password },
  });
  await cast.renew(as);
}

async function people(stage: Stage): Promise<void> {
  const as = "superuser";
  const email = `invited-${stage.session.newKey()}@example.com`;
  const { body } = await stage.ask("inviteUser", { as, json: { email, role: "staff" } });
  await stage.ask("updateUser", { as, params: [body.id], json: { role: "customer" } });
  const key = { name: "Fuzz", scopes: ["catalog:read"] };
  const made = await stage.ask("createApiKey", { as, json: key });
  await stage.ask("rotateApiKey", { as, params: [made.body.id], json: {} });
  const other = await stage.ask("createApiKey", { as, json: key });
  await stage.ask("revokeApiKey", { as, params: [other.body.id] });
  const customer = firstOf(listOf((await stage.ask("listCustomers")).body));
  await stage.ask("saveTaxExemption", {
    as,
    params: [customer.id],
    json: { certificate: "NY-1", reason: "resale" },
  });
  await stage.ask("getTaxExemption", { as, params: [customer.id] });
  await stage.ask("deleteTaxExemption", { as, params: [customer.id] });
  await stage.ask("listFlags", { as });
  await stage.ask("setFlag", { as, params: ["maintenance"], json: { enabled: false } });
  await stage.ask("resetFlag", { as, params: ["maintenance"] });
}

let addresses = 0;

/** Attempts are counted by where they come from, too. */
function address(_stage: Stage): Record<string, string> {
  addresses += 1;
  return { "CF-Connecting-IP": `10.98.${(addresses >> 8) & 255}.${addresses & 255}` };
}
