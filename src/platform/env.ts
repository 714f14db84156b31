import { z } from "zod";
import { MOST_SHARDS } from "./ids.ts";

const seconds = z.coerce.number().int().positive();
/** Zero or more; an empty text, which reads as 0 elsewhere, is refused. */
const count = z.string().regex(/^\d+$/, "must be a whole number").pipe(z.coerce.number());
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
/** 32 random bytes as base64 or base64url: the seed of an Ed25519 key. */
const SEED = /^[A-Za-z0-9+/_-]{43}=?$/;

const secret = z.string().min(16, "must have at least 16 characters");

const rate = z
  .string()
  .regex(/^[1-9]\d*\/(10|60)$/, "must name auth, write and read as requests/seconds, over 10 or 60 seconds")
  .transform((text) => {
    const [limit, periodSeconds] = text.split("/").map(Number);
    return { limit: Number(limit), periodSeconds: Number(periodSeconds) };
  });

const secretList = z.string().transform((text, issue) => {
  const secrets = text.split(",").map((part) => part.trim());
  if (secrets.some((part) => part.length < 32)) {
    issue.addIssue({ code: "custom", message: "every secret must have at least 32 characters" });
  }
  return secrets;
});

/**
 * Currencies without decimals here, by the runtime's data, whose amounts Stripe takes as hundredths (and some it does not know): one
 * hundredth of the price would be paid.
 */
const COUNTED_OTHERWISE = "AFN ALL COP HUF IDR IQD IRR ISK KPW LAK LBP LYD MMK PKR SLL SOS SYP UGX YER".split(
  " ",
);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const settings = z.object({
  ENVIRONMENT: z.enum(["development", "test", "staging", "production"]),
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
  SHOP_NAME: z.string().min(1),
  SHOP_CURRENCIES: list.pipe(
    z
      .array(
        z
          .string()
          .regex(/^[A-Z]{3}$/)
          .refine(
            (currency) => !COUNTED_OTHERWISE.includes(currency),
            "Stripe counts its minor units in another way",
          ),
      )
      .min(1),
  ),
  /** Languages that mails are written in. The first is the default. */
  SHOP_LOCALES: list.pipe(z.array(z.enum(["en", "de"])).min(1)),
  /** Where the shop's days begin and end, as reports count them: a name of the IANA time zone database. */
  SHOP_TIME_ZONE: z.string().refine(isTimeZone, "must be a time zone such as Europe/Berlin"),
  GUEST_CHECKOUT: z.enum(["on", "off"]).transform((value) => value === "on"),
  ORDER_HOLD_MINUTES: seconds.max(7 * 24 * 60),
  /** A cart that holds something counts as abandoned when nobody has changed it for so long; it is gone after 30 days. */
  CART_ABANDONED_HOURS: seconds.max(29 * 24),
  /** Whether paying takes the money at once, or only reserves it until staff capture it. */
  CAPTURE_METHOD: z.enum(["automatic", "manual"]),
  /** When units leave the stock's books: once they are paid, or once they are sent. */
  STOCK_LEAVES_AT: z.enum(["payment", "shipping"]),
  /** How long after delivery a customer may ask for a return; 0: never. */
  RETURN_DAYS: count.pipe(z.number().max(3_650)),
  /** A delivered order is completed after so many days. */
  COMPLETE_AFTER_DAYS: count.pipe(z.number().max(3_650)),
  /** How long the order of a draft that was sent can be paid. */
  DRAFT_HOLD_HOURS: seconds.max(90 * 24),
  /** Who of the shop is told by mail what staff have to look at, e.g. a dispute. Empty: nobody. */
  STAFF_EMAILS: list,
  /** Whether products tell how many of a variant are left, and not only whether it is scarce. */
  SHOW_STOCK_COUNTS: z.enum(["on", "off"]).transform((value) => value === "on"),
  CORS_ORIGINS: list,
  MAIL_FROM: z.string().min(3),
  /** Who sends mails. */
  MAILER: z.enum(["cloudflare", "resend"]),
  RESEND_API_KEY: secret.optional(),
  /** Proves that news about mails come from Resend. */
  RESEND_WEBHOOK_SECRET: secret.optional(),
  /** Hosts, with their ports, that webhooks may be sent to although they are not public; for local work and tests. */
  WEBHOOK_ALLOWED_HOSTS: list,
  /** What Prometheus shows to read /metrics. */
  METRICS_TOKEN: secret,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]),
  /** Which of several databases of orders DB is: new ids carry it (docs/architecture/scale.md). */
  SHARD: count.pipe(z.number().max(MOST_SHARDS - 1)).optional(),
  STRIPE_TIMEOUT_MS: seconds.max(60_000),
  /** "auth=30/60,write=600/60,read=1200/60": requests a period, as the RL_ bindings enforce them. */
  RATE_LIMITS: list
    .transform((parts): unknown => Object.fromEntries(parts.map((part) => part.split("="))))
    .pipe(z.strictObject({ auth: rate, write: rate, read: rate })),
  ACCOUNT_URL: z.url().transform((url) => url.replace(/\/+$/, "")),
  REQUIRE_SECOND_FACTOR: z.enum(["none", "staff", "admin", "superuser"]),
  REQUIRE_VERIFIED_EMAIL: z.enum(["on", "off"]).transform((value) => value === "on"),
  /** Registering and asking for mails answer no earlier than this, so that the time does not tell whether there is an account. */
  ACCOUNT_ANSWER_MS: count.pipe(z.number().max(5_000)),
  /** log2 of scrypt's N. */
  PASSWORD_COST: z.coerce.number().int().min(8).max(14),
  STRIPE_SECRET_KEY: secret,
  STRIPE_PUBLISHABLE_KEY: z.string().min(8),
  STRIPE_WEBHOOK_SECRET: secret,
  TOKEN_SECRET: secretList,
  /** Signs the audit log; TOKEN_SECRET does where there is none. */
  AUDIT_SECRET: secretList.optional(),
  JWT_SIGNING_KEYS: list.pipe(
    z.array(z.string().regex(SEED, "every key must be 32 random bytes in base64")).min(1),
  ),
});

/** The log2 of scrypt's N that passwords of real people are hashed with, at least. */
const REAL_PASSWORD_COST = 14;

const configSchema = settings.superRefine(({ ENVIRONMENT, PASSWORD_COST, MAILER, RESEND_API_KEY }, issue) => {
  if (MAILER === "resend" && RESEND_API_KEY === undefined) {
    issue.addIssue({ code: "custom", path: ["RESEND_API_KEY"], message: "Resend needs a key" });
  }
  const isDeployed = ENVIRONMENT === "staging" || ENVIRONMENT === "production";
  if (!isDeployed || PASSWORD_COST >= REAL_PASSWORD_COST) return;
  const message = `must be at least ${REAL_PASSWORD_COST} in ${ENVIRONMENT}: less is for tests`;
  issue.addIssue({ code: "custom", path: ["PASSWORD_COST"], message });
});

/**
 * The validated settings and secrets. The first of SHOP_CURRENCIES is the default. The first TOKEN_SECRET, AUDIT_SECRET and the first of
 * JWT_SIGNING_KEYS sign, all of them verify: that is how they are rotated.
 */
export type Config = z.output<typeof configSchema>;

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
] as const;

const SECRETS = /SECRET|PUBLISHABLE_KEY|SIGNING_KEYS|API_KEY|METRICS_TOKEN/;

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
