import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { sendThroughResend } from "../../src/platform/mailer-resend.ts";
import { routes } from "../../src/registry.ts";
import { makeUser } from "../support/accounts.ts";
import { api, asStaff, value } from "../support/api.ts";
import { callWith } from "../support/call-with.ts";
import { mailCtx } from "../support/mails.ts";
import { importCsv, unique } from "../support/shop.ts";
import { visit } from "../support/visit.ts";

// OWASP API7:2023 Server Side Request Forgery, API8:2023 Security Misconfiguration, API9:2023 Improper Inventory Management,
// API10:2023 Unsafe Consumption of APIs.

afterEach(() => void vi.restoreAllMocks());

const at = (path: string) => path.replaceAll(/\{\w+\}/g, "01900000-0000-7000-8000-00000000dead");

describe("API7 server side request forgery", () => {
  it.each([
    ...[
      "http://hooks.example.com/",
      "https://169.254.169.254/latest/meta-data",
      "https://localhost/",
      "https://127.0.0.1/",
    ],
    ...[
      "https://[::1]/",
      "https://0x7f.1/",
      "https://2130706433/",
      "https://0177.0.0.1/",
      "https://[::ffff:127.0.0.1]/",
    ],
    ...[
      "https://[64:ff9b::7f00:1]/",
      "https://10.0.0.1:8443/",
      "https://192.168.0.1/",
      "https://foo.localhost/",
    ],
    ...[
      "https://localhost./",
      "https://metadata.google.internal/",
      "https://router/",
      "https://user:pw@hooks.example.com/",
    ],
    ...["https://hooks.example.com:22/", "file:///etc/passwd", "gopher://hooks.example.com/"],
  ])("no webhook goes to %s", async (url) => {
    const answer = await api("POST", "/api/v1/webhooks/endpoints", {
      body: { url, event_types: ["order.paid"] },
      headers: await asStaff(),
    });
    expect(answer, JSON.stringify(answer.body)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "#/url" }] },
    });
  });

  it("the address of a picture in an import is kept, not fetched", async () => {
    const calls = vi.spyOn(globalThis, "fetch");
    const handle = unique("picture");
    const csv = `Handle,Title,Published,Variant SKU,Variant Price,Image Src\n${handle},${handle},true,${handle},1.00,http://169.254.169.254/a.png`;
    expect((await importCsv(csv)).status).toBe(200);
    expect(calls.mock.calls.map(([target]) => new Request(target).url)).toEqual([]);
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
  ])("nobody is sent on to %s after paying", async (return_url) => {
    const body = { payment_method: "pm_card_visa", return_url };
    const headers = { "Idempotency-Key": unique("key") };
    const invalid = { status: 422, body: { errors: [{ pointer: "#/return_url" }] } };
    expect(await api("POST", "/api/v1/orders", { body, headers })).toMatchObject(invalid);
    const { headers: own } = await makeUser();
    expect(await api("POST", "/api/v1/customers/me/payment-methods", { body, headers: own })).toMatchObject(
      invalid,
    );
  });
});

describe("API8 security misconfiguration", () => {
  const gets = routes.filter(({ method }) => method === "get");

  it("every answer says how little a browser may do with it, and no answer that is about somebody is kept", async () => {
    for (const { path, access, operationId } of gets) {
      const { headers } = await visit(`http://shop.test${at(path)}`, {
        headers: { Origin: "https://evil.example" },
      });
      const said = Object.fromEntries(headers);
      expect(said, operationId).toMatchObject({
        "content-security-policy": expect.stringMatching(/default-src 'none'/) as string,
        "strict-transport-security": expect.stringMatching(/max-age=31536000/) as string,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-request-id": expect.any(String) as string,
      });
      expect(said["access-control-allow-origin"], operationId).toBeUndefined();
      expect(
        Object.keys(said).filter((name) => /^(server|x-powered-by|via)$/.test(name)),
        operationId,
      ).toEqual([]);
      if (access?.kind !== "public") expect(said["cache-control"], operationId).toMatch(/no-store/);
    }
  });

  it("what goes wrong inside is told to the log and not to the caller", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken = {
      ...env,
      DB: {
        ...env.DB,
        prepare: () => {
          throw new Error("secret detail /src/db.ts:1");
        },
        withSession: undefined,
      },
    };
    const answer = await callWith(broken as unknown as Env, "POST", "/api/v1/auth/login", {
      body: { email: "ada@example.com", password: "purple stapler lagoon" },
    });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret detail|\.ts|stack|at /);
  });

  it.each(["TRACE", "PROPFIND", "PURGE"])("%s is no method", async (method) => {
    expect((await api(method, "/api/v1/products")).status).toBe(405);
  });

  it("a foreign page may neither read with credentials nor send a browser's session", async () => {
    const asked = await api("OPTIONS", "/api/v1/customers/me", {
      headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "DELETE" },
    });
    expect(asked.headers.get("Access-Control-Allow-Origin")).toBeNull();
    const login = await api("POST", "/api/v1/auth/session", {
      body: { email: "ada@example.com", password: "purple stapler lagoon" },
      headers: { Origin: "https://evil.example" },
    });
    expect(login).toMatchObject({ status: 403, body: { code: "auth.csrf_refused" } });
  });
});

describe("API9 improper inventory management", () => {
  it("the app answers at no address that is not in the registry, and so in openapi.json", () => {
    const known = new Set(
      routes.map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
    );
    const served = createApp().routes.map(({ method, path }) => `${method} ${path}`);
    // Middleware; what leads operators on; the emulator, which is not there when deployed.
    const besides = ["ALL /*", "ALL /api/*", "ALL /ops/*", "ALL /_stripe/*"];
    expect([...new Set(served.filter((each) => !known.has(each) && !besides.includes(each)))]).toEqual([]);
  });

  it.each(["production", "staging"])("what is for local work is not there in %s", async (ENVIRONMENT) => {
    const deployed = { ...env, ENVIRONMENT, PASSWORD_COST: "14" } as unknown as Env;
    const paths = [
      "/api/v1/ops/mailbox",
      `/api/v1/ops/mailbox/${crypto.randomUUID()}`,
      "/api/v1/ops/mail-preview",
      "/_stripe/v1/charges",
    ];
    for (const path of paths) expect((await callWith(deployed, "GET", path)).status, path).toBe(404);
    const settle = await callWith(deployed, "POST", "/_stripe/v1/payment_intents/pi_x/confirm");
    expect(settle.status).toBe(404);
  });

  it("there is one version of the API, and each operation is below it or is one of a few that are not", () => {
    const outside = routes.map(({ path }) => path).filter((path) => !path.startsWith("/api/v1/"));
    expect(outside.sort()).toEqual([
      "/.well-known/jwks.json",
      "/health",
      "/media/{name}",
      "/metrics",
      "/ready",
    ]);
  });
});

describe("API10 unsafe consumption of APIs", () => {
  const event = { id: "evt_forged", type: "payment_intent.succeeded", data: { object: { id: "pi_forged" } } };

  it.each([
    ["without a signature", {}],
    [
      "with a signature of another secret",
      { "Stripe-Signature": `t=${Math.floor(Date.now() / 1000)},v1=${"0".repeat(64)}` },
    ],
    ["with nonsense for a signature", { "Stripe-Signature": "t=x,v1=,v0=1" }],
  ])("an event of Stripe %s is not even stored", async (_, headers) => {
    const answer = await api("POST", "/api/v1/payments/webhooks/stripe", { body: event, headers });
    expect(answer.status).toBe(400);
    expect(await value("SELECT COUNT(*) FROM stripe_events WHERE id = 'evt_forged'")).toBe(0);
  });

  it("the mail service's key is not carried on to where an answer leads", async () => {
    const call = vi
      .spyOn(globalThis, "fetch")
      .mockResolvedValue(new Response(null, { status: 302, headers: { Location: "https://evil.example/" } }));
    const mail = { id: "n-1", to: "ada@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" };
    await expect(sendThroughResend(mailCtx(), mail)).rejects.toThrow(/Resend 302/);
    expect(call.mock.calls.map(([target, init]) => [new Request(target).url, init?.redirect])).toEqual([
      ["https://api.resend.com/emails", "manual"],
    ]);
  });

  it.each([
    ["no JSON", "<html>busy</html>"],
    ["a list", "[]"],
    ["nothing", ""],
    ["members of other types", '{"id":{"$ne":1},"name":[]}'],
  ])("an answer of the mail service that is %s breaks nothing", async (_, body) => {
    vi.spyOn(globalThis, "fetch").mockImplementation(() =>
      Promise.resolve(new Response(body, { status: 200 })),
    );
    const mail = { id: "n-1", to: "ada@example.com", subject: "Hello", html: "<p>Hello</p>", text: "Hello" };
    expect(await sendThroughResend(mailCtx(), mail)).toEqual({ provider: "resend", providerId: null });
  });
});
