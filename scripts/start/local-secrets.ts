import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fromProject, inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";
import { setVars, readVars } from "./dev-vars.ts";

export interface LocalSecrets {
  /** The names that were missing and have been made. */
  made: string[];
  usesEmulator: boolean;
  publishableKey: string;
  /** What the developer should know about them. */
  warning?: string;
}

const API_FILE = inProject(".dev.vars");
const EMULATOR_FILE = inProject("workers/stripe-emulator/.dev.vars");

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

const MAKERS: Record<string, () => string> = {
  STRIPE_SECRET_KEY: () => `sk_test_emulator_${hex(16)}`,
  STRIPE_PUBLISHABLE_KEY: () => `pk_test_emulator_${hex(16)}`,
  STRIPE_WEBHOOK_SECRET: () => `whsec_${hex(24)}`,
  TOKEN_SECRET: () => hex(32),
  METRICS_TOKEN: () => hex(24),
  JWT_SIGNING_KEYS: () => randomBytes(32).toString("base64url"),
};

/**
 * Makes the local secrets that are missing, at random, and keeps those that are there. The emulator's copy of the
 * webhook secret follows the API's.
 * @throws Failure for a live key of Stripe's
 */
export function ensureLocalSecrets(): LocalSecrets {
  const before = readVars(textOf(API_FILE));
  const made = Object.entries(MAKERS).filter(([name]) => !before[name]);
  const added = Object.fromEntries(made.map(([name, make]) => [name, make()]));
  if (made.length > 0) save(API_FILE, setVars(textOf(API_FILE), added));

  const secrets: Record<string, string> = { ...before, ...added };
  const webhookSecret = { STRIPE_WEBHOOK_SECRET: secrets["STRIPE_WEBHOOK_SECRET"] ?? "" };
  if (readVars(textOf(EMULATOR_FILE))["STRIPE_WEBHOOK_SECRET"] !== webhookSecret.STRIPE_WEBHOOK_SECRET) {
    save(EMULATOR_FILE, setVars(textOf(EMULATOR_FILE), webhookSecret));
  }
  return { made: Object.keys(added), ...stripeKeys(secrets) };
}

function stripeKeys(secrets: Record<string, string>): Omit<LocalSecrets, "made"> {
  const secretKey = secrets["STRIPE_SECRET_KEY"] ?? "";
  const publishableKey = secrets["STRIPE_PUBLISHABLE_KEY"] ?? "";
  const file = fromProject(API_FILE);
  if (/^[sr]k_live_/.test(secretKey)) {
    throw new Failure(`${file} holds a live key of Stripe's. Local work is for test keys: sk_test_…`);
  }
  const usesEmulator = secretKey.startsWith("sk_test_emulator_");
  if (usesEmulator === publishableKey.startsWith("pk_test_emulator_"))
    return { usesEmulator, publishableKey };
  const wanted = usesEmulator ? "pk_test_emulator_…" : "the pk_test_… key of your Stripe account";
  return {
    usesEmulator,
    publishableKey,
    warning: `STRIPE_PUBLISHABLE_KEY in ${file} does not fit STRIPE_SECRET_KEY: it must be ${wanted}.`,
  };
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function save(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
