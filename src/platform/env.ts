import { z } from "zod";

const seconds = z.coerce.number().int().positive();
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const secret = z.string().min(16, "must have at least 16 characters");

const configSchema = z.object({
  ENVIRONMENT: z.enum(["development", "test", "staging", "production"]),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
  SHOP_NAME: z.string().min(1),
  SHOP_CURRENCIES: list.pipe(z.array(z.string().regex(/^[A-Z]{3}$/)).min(1)),
  GUEST_CHECKOUT: z.enum(["on", "off"]).transform((value) => value === "on"),
  ORDER_HOLD_MINUTES: seconds.max(7 * 24 * 60),
  CORS_ORIGINS: list,
  MAIL_FROM: z.string().min(3),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]),
  STRIPE_TIMEOUT_MS: seconds.max(60_000),
  STRIPE_SECRET_KEY: secret,
  STRIPE_PUBLISHABLE_KEY: z.string().min(8),
  STRIPE_WEBHOOK_SECRET: secret,
  TOKEN_SECRET: z.string().transform((text, issue) => {
    const secrets = text.split(",").map((part) => part.trim());
    if (secrets.some((part) => part.length < 32)) {
      issue.addIssue({ code: "custom", message: "every secret must have at least 32 characters" });
    }
    return secrets;
  }),
});

/** The validated settings and secrets. The first of SHOP_CURRENCIES is the default; the first TOKEN_SECRET signs, all verify. */
export type Config = z.output<typeof configSchema>;

const BINDINGS = ["DB", "SEARCH_DB", "CATALOG_CACHE", "CART", "MEDIA", "BACKUPS", "EVENTS", "EMAIL"] as const;

const SECRETS = /SECRET|PUBLISHABLE_KEY/;

const parsed = new WeakMap<object, Config>();

/**
 * The settings of this deployment, validated once per isolate.
 * @throws Error that names every missing or malformed variable and where to set it
 */
export function parseConfig(env: Env): Config {
  const known = parsed.get(env);
  if (known) return known;
  const missing = BINDINGS.filter((name) => !(name in env));
  const result = configSchema.safeParse(env);
  if (!result.success || missing.length > 0) {
    const problems = [
      ...missing.map((name) => `${name}: the binding is missing (wrangler.toml)`),
      ...(result.error?.issues ?? []).map((issue) => {
        const name = String(issue.path[0]);
        const place = SECRETS.test(name)
          ? ".dev.vars locally, `wrangler secret put` when deployed"
          : "[vars] in wrangler.toml";
        return `${name}: ${issue.message} (set it in ${place})`;
      }),
    ];
    throw new Error(`The configuration is incomplete:\n  ${problems.join("\n  ")}`);
  }
  parsed.set(env, result.data);
  return result.data;
}
