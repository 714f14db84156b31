import { env } from "cloudflare:workers";
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from "jose";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { signAccessToken } from "../../src/modules/identity/index.ts";
import { type SigningKey, signingKeys } from "../../src/modules/identity/signing-keys.ts";
import { createCtx, type Ctx, setClock } from "../../src/platform/ctx.ts";
import { signToken } from "../../src/platform/tokens.ts";
import { makeUser, systemCtx, type TestUser } from "../support/accounts.ts";
import { api } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";

const GUARDED = "/api/v1/users?limit=1";

let user: TestUser;
let key: SigningKey;

beforeAll(async () => {
  user = await makeUser({ role: "superuser" });
  const [first] = await signingKeys(systemCtx().config);
  if (!first) throw new Error("the tests have a signing key");
  key = first;
});

/** The claims of a token that opens everything, but for what is changed. Seconds since 1970. */
function claims(changes: Record<string, unknown> = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1_000);
  return {
    sid: user.sessionId,
    role: "superuser",
    iss: systemCtx().config.PUBLIC_URL,
    aud: "api",
    sub: user.id,
    iat: now,
    exp: now + 600,
    ...changes,
  };
}

/** A token of that payload; genuine unless something is changed. */
function sign(
  payload: JWTPayload,
  header: Partial<JWTHeaderParameters> = {},
  by: CryptoKey | Uint8Array = key.privateKey,
): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "at+jwt", ...header })
    .sign(by);
}

function base64url(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const json = (value: unknown) => base64url(JSON.stringify(value));

function newSeed(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
}

/** The deployment with other signing keys, given as seeds. */
function withKeys(...seeds: string[]): { bindings: Env; ctx: Ctx } {
  const bindings = { ...env, JWT_SIGNING_KEYS: seeds.join(",") };
  return {
    bindings,
    ctx: createCtx(bindings, { kind: "system", job: "test" }, { waitUntil: () => undefined }),
  };
}

/** A token as a login under these keys gives it. */
function tokenUnder(ctx: Ctx): Promise<string> {
  return signAccessToken(ctx, {
    id: user.id,
    role: "superuser",
    sessionId: user.sessionId,
    mustEnrol: false,
  });
}

async function opens(bindings: Env, token: string): Promise<boolean> {
  const { status } = await callWith(bindings, "GET", GUARDED, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect([200, 401]).toContain(status);
  return status === 200;
}

async function published(bindings: Env): Promise<JSONWebKeySet> {
  const { status, body } = await callWith<JSONWebKeySet>(bindings, "GET", "/.well-known/jwks.json");
  expect(status).toBe(200);
  return body;
}

describe("GET /.well-known/jwks.json", () => {
  it("lets anybody verify an access token, and holds no private key", async () => {
    const answer = await api<JSONWebKeySet & Record<string, unknown>>("GET", "/.well-known/jwks.json");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300");
    expect(answer.body.keys).toEqual([
      { kty: "OKP", crv: "Ed25519", x: expect.any(String) as string, kid: key.kid, alg: "EdDSA", use: "sig" },
    ]);
    const { payload, protectedHeader } = await jwtVerify(
      await tokenUnder(systemCtx()),
      createLocalJWKSet(answer.body),
      { issuer: systemCtx().config.PUBLIC_URL, audience: "api", typ: "at+jwt", algorithms: ["EdDSA"] },
    );
    expect(protectedHeader.kid).toBe(key.kid);
    expect(payload).toMatchObject({ sub: user.id, sid: user.sessionId, role: "superuser" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });
});

describe("rotating the signing key", () => {
  it("logs nobody out: published, then signing, then gone with the last token of the old one", async () => {
    const [old, next] = [newSeed(), newSeed()];
    const before = withKeys(old);
    const oldToken = await tokenUnder(before.ctx);
    const oldKid = decodeProtectedHeader(oldToken).kid;

    const announced = withKeys(old, next);
    const both = await published(announced.bindings);
    expect(both.keys).toHaveLength(2);
    expect(both.keys[0]?.kid).toBe(oldKid);
    expect(decodeProtectedHeader(await tokenUnder(announced.ctx)).kid).toBe(oldKid);
    expect(await opens(announced.bindings, oldToken)).toBe(true);

    const switched = withKeys(next, old);
    const newToken = await tokenUnder(switched.ctx);
    const newKid = decodeProtectedHeader(newToken).kid;
    expect(newKid).toBe(both.keys[1]?.kid);
    expect(newKid).not.toBe(oldKid);
    // Also an instance that is one deployment behind, and clients that keep the document from then, know the new key.
    expect(await opens(announced.bindings, newToken)).toBe(true);
    await jwtVerify(newToken, createLocalJWKSet(both));
    expect(await opens(switched.bindings, await tokenUnder(before.ctx))).toBe(true);
    expect(await opens(switched.bindings, newToken)).toBe(true);

    const retired = withKeys(next);
    expect((await published(retired.bindings)).keys.map((each) => each.kid)).toEqual([newKid]);
    expect(await opens(retired.bindings, newToken)).toBe(true);
    // One that this isolate has not seen: what it has verified it remembers for a minute, and a deployment starts new isolates.
    const unseen = await sign(
      claims({ jti: "unseen" }),
      { kid: oldKid ?? "" },
      await privateKeyOf(before.ctx),
    );
    expect(await opens(retired.bindings, unseen)).toBe(false);
    expect(await opens(switched.bindings, unseen)).toBe(true);
  });
});

async function privateKeyOf(ctx: Ctx): Promise<CryptoKey> {
  const [first] = await signingKeys(ctx.config);
  if (!first) throw new Error("there is no signing key");
  return first.privateKey;
}

describe("an access token", () => {
  it("that is genuine opens what its role may, as the attacks below would have to", async () => {
    const token = await sign(claims({ jti: "genuine" }));
    expect((await api("GET", GUARDED, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  const now = () => Math.floor(Date.now() / 1_000);

  const attacks: Record<string, () => Promise<string> | string> = {
    "is expired": () => sign(claims({ exp: now() - 1 })),
    "has no expiry": () => sign(claims({ exp: undefined })),
    "is not valid yet": () => sign(claims({ nbf: now() + 600 })),
    "has a payload that was altered": async () => {
      const [header, , signature] = (await sign(claims({ role: "customer" }))).split(".");
      return [header, json(claims()), signature].join(".");
    },
    "has a header that was altered": async () => {
      const [, payload, signature] = (await sign(claims(), { typ: "JWT" })).split(".");
      return [json({ alg: "EdDSA", kid: key.kid, typ: "at+jwt" }), payload, signature].join(".");
    },
    "has a signature that was altered": async () => {
      const token = await sign(claims());
      const at = token.lastIndexOf(".") + 10;
      return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    },
    "has the signature of another token": async () => {
      const [header, payload] = (await sign(claims())).split(".");
      return [header, payload, (await sign(claims({ jti: "other" }))).split(".")[2]].join(".");
    },
    "has no signature": async () => (await sign(claims())).replace(/[^.]+$/, ""),
    "has the algorithm none": () =>
      `${json({ alg: "none", kid: key.kid, typ: "at+jwt" })}.${json(claims())}.`,
    "has the algorithm None and a signature": async () => {
      const signature = (await sign(claims())).split(".")[2];
      return [json({ alg: "None", kid: key.kid, typ: "at+jwt" }), json(claims()), signature].join(".");
    },
    "is signed by HS256 with the public key's bytes as the secret": async () => {
      const raw = Uint8Array.from(
        atob((key.publicJwk.x ?? "").replaceAll("-", "+").replaceAll("_", "/")),
        (char) => char.charCodeAt(0),
      );
      return sign(claims(), { alg: "HS256" }, raw);
    },
    "is signed by HS256 with the public key's text as the secret": () =>
      sign(claims(), { alg: "HS256" }, new TextEncoder().encode(JSON.stringify(key.publicJwk))),
    "is signed by HS256 with the secret of the shop's other tokens": () =>
      sign(claims(), { alg: "HS256" }, new TextEncoder().encode(systemCtx().config.TOKEN_SECRET[0])),
    "is for another audience": () => sign(claims({ aud: "cart" })),
    "is for no audience": () => sign(claims({ aud: undefined })),
    "is by another issuer": () => sign(claims({ iss: "https://elsewhere.example" })),
    "is of another type": () => sign(claims(), { typ: "JWT" }),
    "has a critical header that nobody knows": () =>
      [json({ alg: "EdDSA", kid: key.kid, typ: "at+jwt", crit: ["x"], x: 1 }), json(claims()), "AAAA"].join(
        ".",
      ),
    "names an unknown key": () => sign(claims(), { kid: "unknown" }),
    "names no key": async () =>
      new SignJWT(claims()).setProtectedHeader({ alg: "EdDSA", typ: "at+jwt" }).sign(key.privateKey),
    "names our key but is signed by another": async () =>
      sign(claims(), {}, await privateKeyOf(withKeys(newSeed()).ctx)),
    "brings its own key": async () => {
      const [other] = await signingKeys(withKeys(newSeed()).ctx.config);
      if (!other) throw new Error("there is no signing key");
      return sign(claims(), { jwk: other.publicJwk, kid: other.kid }, other.privateKey);
    },
    "has a role that there is not": () => sign(claims({ role: "owner" })),
    "has no session": () => sign(claims({ sid: undefined })),
    "is an order's": () => signToken(systemCtx(), "order", user.id),
    "is a cart's": () => signToken(systemCtx(), "cart", user.id),
    "is a CSRF token": () => signToken(systemCtx(), "csrf", user.sessionId),
    "looks like a refresh token": () => `rt_${"A".repeat(43)}`,
    "is three dots": () => "...",
    "is no Base64": () => "%%%.???.!!!",
    "is JSON that is no object": () => `${json(null)}.${json([])}.AAAA`,
    "has 100 kB": () => "A".repeat(100_000),
    "has 100 kB in three parts": () => `${json({ alg: "EdDSA", kid: key.kid })}.${"A".repeat(100_000)}.AAAA`,
  };

  it.each(Object.keys(attacks))("that %s is refused", async (name) => {
    const token = (await attacks[name]?.()) ?? "";
    for (const [method, path] of [
      ["GET", GUARDED],
      ["PATCH", `/api/v1/users/${user.id}`],
    ] as const) {
      const answer = await api(method, path, {
        headers: { Authorization: `Bearer ${token}` },
        ...(method === "PATCH" ? { body: { role: "customer" } } : {}),
      });
      expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials" } });
      expect(answer.headers.get("WWW-Authenticate")).toContain('error="invalid_token"');
    }
  });

  it("that ran out is refused also by an isolate that remembers it", async () => {
    const token = await sign(claims({ exp: now() + 30, jti: "short" }));
    const headers = { Authorization: `Bearer ${token}` };
    expect((await api("GET", GUARDED, { headers })).status).toBe(200);
    onTestFinished(() => setClock(undefined));
    setClock(() => new Date(Date.now() + 31_000));
    expect((await api("GET", GUARDED, { headers })).status).toBe(401);
  });
});
