import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/platform/env.ts";

const BINDINGS = ["DB", "SEARCH_DB", "CATALOG_CACHE", "CART", "MEDIA", "BACKUPS", "EVENTS", "EMAIL"];

const VALUES = {
  ENVIRONMENT: "test",
  PUBLIC_URL: "https://shop.example.com/",
  SHOP_NAME: "Shop",
  SHOP_CURRENCIES: "USD, EUR",
  GUEST_CHECKOUT: "on",
  ORDER_HOLD_MINUTES: "30",
  CORS_ORIGINS: "",
  MAIL_FROM: "shop@example.com",
  LOG_LEVEL: "info",
  STRIPE_TIMEOUT_MS: "10000",
  STRIPE_SECRET_KEY: "sk_test_0123456789abcdef",
  STRIPE_PUBLISHABLE_KEY: "pk_test_0123456789abcdef",
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef",
  TOKEN_SECRET: `${"n".repeat(32)},${"o".repeat(32)}`,
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
      CORS_ORIGINS: [],
      TOKEN_SECRET: ["n".repeat(32), "o".repeat(32)],
    });
    expect(parseConfig(env)).toBe(config);
  });

  it.each([
    ["STRIPE_SECRET_KEY", undefined, ".dev.vars"],
    ["TOKEN_SECRET", "too-short", "wrangler secret put"],
    ["SHOP_CURRENCIES", "dollars", "[vars] in wrangler.toml"],
    ["ORDER_HOLD_MINUTES", "-1", "[vars] in wrangler.toml"],
    ["GUEST_CHECKOUT", "maybe", "[vars] in wrangler.toml"],
    ["SEARCH_DB", undefined, "binding is missing"],
  ])("that is wrong in %s is refused with the variable's name and where to set it", (name, value, place) => {
    const refusal = () => parseConfig(envWith({ [name]: value }));
    expect(refusal).toThrow(name);
    expect(refusal).toThrow(place);
  });
});
