import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/platform/env.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { bearer, logIn, PASSWORD, register, signedUp, type Tokens } from "../support/account.ts";
import { type Answer, api } from "../support/api.ts";
import { signingKeys } from "../../src/modules/identity/signing-keys.ts";

// OWASP API2:2023, Broken Authentication: tokens that are not ours, tokens of another kind, tokens that were used, and guessing.

const config = parseConfig(env);
const ME = "/api/v1/auth/me";

let user: Tokens;
let claims: Record<string, unknown>;

beforeAll(async () => {
  user = await signedUp();
  const payload = user.access_token.split(".")[1] ?? "";
  claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as Record<string, unknown>;
});

async function ownKey() {
  const [key] = await signingKeys(config);
  if (!key) throw new Error("there is no key");
  return key;
}

/** The claims of a genuine token with another role, signed in one of the ways that verifiers have been fooled by. */
const FORGERIES: Record<string, () => Promise<string>> = {
  "without a signature (alg none)": () =>
    Promise.resolve(new UnsecuredJWT({ ...claims, role: "superuser" }).encode()),
  "signed with the public key as a shared secret": async () => {
    const { kid, publicJwk } = await ownKey();
    return new SignJWT({ ...claims, role: "superuser" })
      .setProtectedHeader({ alg: "HS256", kid, typ: "at+jwt" })
      .sign(new TextEncoder().encode(String(publicJwk.x).padEnd(32, "0")));
  },
  "signed with TOKEN_SECRET, which signs carts' and orders' tokens": async () =>
    new SignJWT({ ...claims, role: "superuser" })
      .setProtectedHeader({ alg: "HS256", kid: (await ownKey()).kid, typ: "at+jwt" })
      .sign(new TextEncoder().encode(config.TOKEN_SECRET[0])),
  "signed by somebody else's key under our key's id": async () =>
    signedBy((await generateKeyPair("EdDSA")).privateKey, { kid: (await ownKey()).kid }),
  "signed by somebody else's key, which it brings along (jwk)": async () => {
    const pair = await generateKeyPair("EdDSA", { extractable: true });
    return signedBy(pair.privateKey, { kid: (await ownKey()).kid, jwk: await exportJWK(pair.publicKey) });
  },
  "signed by somebody else's key, which it links to (jku)": async () =>
    signedBy((await generateKeyPair("EdDSA")).privateKey, {
      kid: "x",
      jku: "https://evil.example/jwks.json",
    }),
  "with a key's id that is a path": async () =>
    signedBy((await generateKeyPair("EdDSA")).privateKey, { kid: "../../dev/null" }),
  "genuine, with another payload": async () => {
    const [head, , signature] = user.access_token.split(".");
    const payload = btoa(JSON.stringify({ ...claims, role: "superuser" })).replaceAll("=", "");
    return Promise.resolve(`${head}.${payload}.${signature}`);
  },
  "of our key, expired": async () => signedBy((await ownKey()).privateKey, {}, { exp: 1_700_000_000 }),
  "of our key, for another API": async () => signedBy((await ownKey()).privateKey, {}, { aud: "cart" }),
  "of our key, by another issuer": async () =>
    signedBy((await ownKey()).privateKey, {}, { iss: "https://evil.example" }),
  "of our key, of another type": async () => signedBy((await ownKey()).privateKey, { typ: "JWT" }),
};

async function signedBy(
  key: CryptoKey,
  header: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { kid } = await ownKey();
  return new SignJWT({ ...claims, role: "superuser", ...more })
    .setProtectedHeader({ alg: "EdDSA", kid, typ: "at+jwt", ...header })
    .sign(key);
}

const refusal = { status: 401, body: { code: "auth.invalid_credentials" } };

describe("API2 broken authentication", () => {
  it("a genuine token is let in", async () => {
    expect(await api("GET", ME, { headers: bearer(user.access_token) })).toMatchObject({ status: 200 });
    const again = await signedBy((await ownKey()).privateKey, {}, { role: "customer" });
    expect((await api("GET", ME, { headers: bearer(again) })).status).toBe(200);
  });

  it.each(Object.entries(FORGERIES))("an access token %s is refused", async (_, forge) => {
    expect(await api("GET", ME, { headers: bearer(await forge()) })).toMatchObject(refusal);
  });

  it.each(["cart", "order", "csrf", "one_time", "media_upload", "unsubscribe"] as const)(
    "a token of a %s is no access token, and an access token is none of these",
    async (audience) => {
      const token = await signToken({ config }, audience, user.user.id);
      expect(await api("GET", ME, { headers: bearer(token) })).toMatchObject(refusal);
      const cart = await api("GET", "/api/v1/cart", { headers: { "X-Cart-Token": user.access_token } });
      expect(cart.status).toBe(401);
    },
  );

  it("a refresh token is good once; used again later it ends the login of whoever has it", async () => {
    const { refresh_token, access_token } = await signedUp();
    const refresh = (token: string) =>
      api<Tokens>("POST", "/api/v1/auth/refresh", { body: { refresh_token: token } });
    const next = await refresh(refresh_token);
    const last = await refresh(next.body.refresh_token);
    expect(last.status).toBe(200);
    // The thief, or the owner after the thief: its successor has been used already.
    expect((await refresh(refresh_token)).status).toBe(401);
    expect((await refresh(last.body.refresh_token)).status).toBe(401);
    const write = await api("PATCH", "/api/v1/customers/me", {
      body: { first_name: "Eve" },
      headers: bearer(access_token),
    });
    expect(write.status).toBe(401);
  });

  it("a session's cookie that was there before the login is not the one after it", async () => {
    const email = await register();
    const fixed = "A".repeat(43);
    const answer = await api("POST", "/api/v1/auth/session", {
      body: { email, password: PASSWORD },
      headers: { Cookie: `__Host-session=${fixed}`, Origin: config.PUBLIC_URL },
    });
    expect(answer.status).toBe(201);
    const cookie = answer.headers.get("Set-Cookie") ?? "";
    expect(cookie).toMatch(/^__Host-session=[\w-]{43};/);
    expect(cookie).not.toContain(fixed);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
      expect(cookie).toContain(attribute);
  });

  it("guessing a password is slowed down, for accounts that exist and those that do not alike", async () => {
    const known = await register();
    const tries = async (email: string) => {
      const answers: Answer[] = [];
      for (let attempt = 0; attempt < 6; attempt += 1)
        answers.push(await logIn(email, { password: "wrong password 1" }));
      return answers.map(({ status, body }) => [status, body["code"], body["detail"]]);
    };
    const [first, second] = [await tries(known), await tries("nobody-at-all@example.com")];
    expect(first.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(second.slice(0, 5)).toEqual(first.slice(0, 5));
    expect(second[5]?.slice(0, 2)).toEqual(first[5]?.slice(0, 2));
  });
});
