import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/platform/env.ts";

const BINDINGS = [
  "DB",
  "SEARCH_DB",
  "CATALOG_CACHE",
  "CART",
  "THROTTLE",
  "RL_AUTH",
  "RL_WRITE",
  "RL_READ",
  "MEDIA",
  "BACKUPS",
  "EVENTS",
  "WEBHOOKS",
  "METRICS",
  "EMAIL",
];

/** A key of so many bytes, in base64. */
const key = (bytes: number) => btoa("\xfb".repeat(bytes));

/** Keys as they are made: 32 random bytes, in base64 or base64url. */
const SIGNING_KEYS = [key(32), key(32).replaceAll("+", "-").replaceAll("/", "_").replace("=", "")];

const VALUES = {
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://shop.example.com/",
  SHOP_NAME: "Shop",
  SHOP_CURRENCIES: "USD, EUR",
  SHOP_LOCALES: "en, de",
  SHOP_TIME_ZONE: "Europe/Berlin",
  GUEST_CHECKOUT: "on",
  ORDER_HOLD_MINUTES: "30",
  CART_ABANDONED_HOURS: "24",
  CAPTURE_METHOD: "automatic",
  STOCK_LEAVES_AT: "payment",
  RETURN_DAYS: "30",
  COMPLETE_AFTER_DAYS: "14",
  DRAFT_HOLD_HOURS: "72",
  STAFF_EMAILS: "staff@example.com",
  SHOW_STOCK_COUNTS: "off",
  CORS_ORIGINS: "",
  MAIL_FROM: "shop@example.com",
  MAILER: "cloudflare",
  WEBHOOK_ALLOWED_HOSTS: "",
  METRICS_TOKEN: "metrics-0123456789abcdef",
  LOG_LEVEL: "info",
  STRIPE_TIMEOUT_MS: "10000",
  RATE_LIMITS: "auth=30/60,write=600/60,read=1200/10",
  ACCOUNT_URL: "https://shop.example.com/account/",
  REQUIRE_SECOND_FACTOR: "staff",
  REQUIRE_VERIFIED_EMAIL: "off",
  PASSWORD_COST: "8",
  ACCOUNT_ANSWER_MS: "100",
  STRIPE_SECRET_KEY: "sk_test_0123456789abcdef",
  STRIPE_PUBLISHABLE_KEY: "pk_test_0123456789abcdef",
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef",
  TOKEN_SECRET: `${"n".repeat(32)},${"o".repeat(32)}`,
  JWT_SIGNING_KEYS: SIGNING_KEYS.join(", "),
};

/** An environment as the runtime hands it over, with changes. */
function envWith(changes: Record<string, unknown> = {}): Env {
  const bindings = Object.fromEntries(BINDINGS.map((name) => [name, {}]));
  const all = Object.entries({ ...bindings, ...VALUES, ...changes }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(all) as unknown as Env;
}

describe("the configuration", () => {
  it("is parsed once into what the code works with", () => {
    const env = envWith();
    const config = parseConfig(env);
    expect(config).toMatchObject({
      PUBLIC_URL: "https://shop.example.com",
      SHOP_CURRENCIES: ["USD", "EUR"],
      GUEST_CHECKOUT: true,
      ORDER_HOLD_MINUTES: 30,
      CART_ABANDONED_HOURS: 24,
      CAPTURE_METHOD: "automatic",
      STOCK_LEAVES_AT: "payment",
      RETURN_DAYS: 30,
      COMPLETE_AFTER_DAYS: 14,
      DRAFT_HOLD_HOURS: 72,
      STAFF_EMAILS: ["staff@example.com"],
      SHOW_STOCK_COUNTS: false,
      CORS_ORIGINS: [],
      TOKEN_SECRET: ["n".repeat(32), "o".repeat(32)],
      RATE_LIMITS: {
        auth: { limit: 30, periodSeconds: 60 },
        write: { limit: 600, periodSeconds: 60 },
        read: { limit: 1200, periodSeconds: 10 },
      },
      ACCOUNT_URL: "https://shop.example.com/account",
      REQUIRE_SECOND_FACTOR: "staff",
      REQUIRE_VERIFIED_EMAIL: false,
      PASSWORD_COST: 8,
      JWT_SIGNING_KEYS: SIGNING_KEYS,
    });
    expect(parseConfig(env)).toBe(config);
  });

  it.each([
    ["STRIPE_SECRET_KEY", undefined, ".dev.vars"],
    ["TOKEN_SECRET", "too-short", "wrangler secret put"],
    ["SHOP_CURRENCIES", "dollars", "[vars] in wrangler.toml"],
    ["SHOP_CURRENCIES", "EUR, HUF", "[vars] in wrangler.toml"],
    ["ORDER_HOLD_MINUTES", "-1", "[vars] in wrangler.toml"],
    ["CART_ABANDONED_HOURS", "0", "[vars] in wrangler.toml"],
    ["CART_ABANDONED_HOURS", "720", "[vars] in wrangler.toml"],
    ["GUEST_CHECKOUT", "maybe", "[vars] in wrangler.toml"],
    ["SHOW_STOCK_COUNTS", undefined, "[vars] in wrangler.toml"],
    ["ACCOUNT_URL", "/account", "[vars] in wrangler.toml"],
    ["REQUIRE_SECOND_FACTOR", "guest", "[vars] in wrangler.toml"],
    ["REQUIRE_VERIFIED_EMAIL", "yes", "[vars] in wrangler.toml"],
    ["PASSWORD_COST", "15", "[vars] in wrangler.toml"],
    ["PASSWORD_COST", "", "[vars] in wrangler.toml"],
    ["ACCOUNT_ANSWER_MS", "-1", "[vars] in wrangler.toml"],
    ["RETURN_DAYS", "", "[vars] in wrangler.toml"],
    ["SHARD", "", "[vars] in wrangler.toml"],
    ["SHARD", "2048", "[vars] in wrangler.toml"],
    ["RATE_LIMITS", "auth=30/60,write=600/60", "[vars] in wrangler.toml"],
    ["RATE_LIMITS", "auth=30/60,write=600/60,read=0/60", "[vars] in wrangler.toml"],
    ["RATE_LIMITS", "auth=30/60,write=600/60,read=1200/30", "[vars] in wrangler.toml"],
    ["JWT_SIGNING_KEYS", undefined, ".dev.vars"],
    ["JWT_SIGNING_KEYS", " , ", ".dev.vars"],
    ["JWT_SIGNING_KEYS", key(31), ".dev.vars"],
    ["JWT_SIGNING_KEYS", key(33), ".dev.vars"],
    ["JWT_SIGNING_KEYS", `${SIGNING_KEYS.join()},too-short`, "wrangler secret put"],
    ["SEARCH_DB", undefined, "binding is missing"],
    ["THROTTLE", undefined, "binding is missing"],
    ["RL_AUTH", undefined, "binding is missing"],
  ])("that is wrong in %s is refused with the variable's name and where to set it", (name, value, place) => {
    const refusal = () => parseConfig(envWith({ [name]: value }));
    expect(refusal).toThrow(name);
    expect(refusal).toThrow(place);
  });

  it.each(["staging", "production"])("refuses cheap password hashes in %s", (environment) => {
    const changes = (cost: string) => ({ ENVIRONMENT: environment, PASSWORD_COST: cost });
    expect(() => parseConfig(envWith(changes("13")))).toThrow(
      /PASSWORD_COST: must be at least 14 in .*wrangler\.toml/,
    );
    expect(parseConfig(envWith(changes("14"))).PASSWORD_COST).toBe(14);
  });
});
