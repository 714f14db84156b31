import type { Environment, Settings } from "./settings.ts";

/** What Cloudflare said that there is. A list is undefined when it could not be asked. */
export interface Account {
  secrets: readonly string[] | undefined;
  databases: readonly string[] | undefined;
  queues: readonly string[] | undefined;
  buckets: readonly string[] | undefined;
}

export interface Finding {
  /** "missing" stops a deployment; "look" is for a person to decide. */
  level: "missing" | "look";
  what: string;
  /** What to do about it. */
  remedy: string;
}

const PLACEHOLDER = /(^|[@.,/ ])example\.(com|org|net)\b/;
const ADDRESSES = ["PUBLIC_URL", "ACCOUNT_URL", "CORS_ORIGINS", "MAIL_FROM", "STAFF_EMAILS"];
const OPTIONAL_SECRETS = ["AUDIT_SECRET"];

/** Everything that keeps an environment from being deployed for real, and what a person should look at once. Pure. */
export function findingsOf(environment: Environment, settings: Settings, account: Account): Finding[] {
  return [
    ...placeholders(environment, settings),
    ...addresses(environment, settings),
    ...resources(environment, settings, account),
    ...secrets(environment, settings, account),
    ...choices(environment, settings),
  ];
}

function inVars(environment: Environment): string {
  return `set it in [env.${environment}.vars] of wrangler.toml`;
}

function placeholders(environment: Environment, { vars }: Settings): Finding[] {
  return ADDRESSES.filter((name) => PLACEHOLDER.test(vars[name] ?? "")).map((name) => ({
    level: "missing",
    what: `${name} is still the placeholder "${vars[name]}"`,
    remedy: inVars(environment),
  }));
}

function addresses(environment: Environment, { vars, hasAddress }: Settings): Finding[] {
  const found: Finding[] = [];
  if (!hasAddress) {
    found.push({
      level: "missing",
      what: "the Worker has no address: neither routes nor workers_dev",
      remedy: `add to [env.${environment}]: routes = [{ pattern = "api.your-shop.com", custom_domain = true }]`,
    });
  }
  for (const name of ["PUBLIC_URL", "ACCOUNT_URL"]) {
    if (vars[name]?.startsWith("https://") === true) continue;
    found.push({ level: "missing", what: `${name} is not an https address`, remedy: inVars(environment) });
  }
  if (vars["ENVIRONMENT"] !== environment) {
    found.push({
      level: "missing",
      what: `ENVIRONMENT is "${vars["ENVIRONMENT"]}"`,
      remedy: `${inVars(environment)}: ENVIRONMENT = "${environment}"`,
    });
  }
  return found;
}

function resources(environment: Environment, settings: Settings, account: Account): Finding[] {
  const kinds = [
    ["D1 database", settings.databases, account.databases, "npx wrangler d1 create"],
    ["queue", settings.queues, account.queues, "npx wrangler queues create"],
  ] as const;
  const found: Finding[] = [];
  for (const [kind, wanted, existing, command] of kinds) {
    if (existing === undefined) {
      found.push({
        level: "look",
        what: `whether each ${kind} exists could not be asked: ${wanted.join(", ")}`,
        remedy: "npx wrangler login, or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID",
      });
      continue;
    }
    for (const name of wanted.filter((candidate) => !existing.includes(candidate))) {
      found.push({
        level: "missing",
        what: `the ${kind} ${name} does not exist`,
        remedy: `${command} ${name}`,
      });
    }
  }
  for (const name of settings.buckets) {
    if (account.buckets === undefined || account.buckets.includes(name)) continue;
    found.push({
      level: "look",
      what: `the R2 bucket ${name} does not exist yet`,
      remedy: "the first deployment makes it (R2 must be enabled in the account)",
    });
  }
  if (settings.crons.length === 0) {
    found.push({
      level: "missing",
      what: "no cron trigger: nothing expires, nothing is sent again",
      remedy: `[env.${environment}.triggers] crons = ["* * * * *"]`,
    });
  }
  return found;
}

function secrets(environment: Environment, settings: Settings, account: Account): Finding[] {
  const needed = [...settings.secrets, ...(settings.vars["MAILER"] === "resend" ? ["RESEND_API_KEY"] : [])];
  const put = (name: string) => `npx wrangler secret put ${name} --env ${environment}`;
  if (account.secrets === undefined) {
    return [
      {
        level: "look",
        what: `whether the secrets are set could not be asked: ${needed.join(", ")}`,
        remedy:
          "npx wrangler login; before a first deployment give them with: wrangler deploy --secrets-file",
      },
    ];
  }
  const isSet = new Set(account.secrets);
  const found = needed
    .filter((name) => !isSet.has(name))
    .map((name): Finding => ({ level: "missing", what: `the secret ${name} is not set`, remedy: put(name) }));
  for (const name of OPTIONAL_SECRETS.filter((candidate) => !isSet.has(candidate))) {
    const why = "then the audit log outlives the secrets of tokens (docs/architecture/audit.md)";
    found.push({ level: "look", what: `the secret ${name} is not set`, remedy: `${put(name)}; ${why}` });
  }
  return found;
}

function choices(environment: Environment, { vars }: Settings): Finding[] {
  const found: Finding[] = [];
  if (environment === "production" && vars["REQUIRE_SECOND_FACTOR"] === "none") {
    found.push({
      level: "look",
      what: "nobody of the shop needs a second factor",
      remedy: `${inVars(environment)}: REQUIRE_SECOND_FACTOR = "staff"`,
    });
  }
  if ((vars["STAFF_EMAILS"] ?? "") === "") {
    const what = "STAFF_EMAILS is empty: nobody hears of disputes, low stock and what failed";
    found.push({ level: "look", what, remedy: inVars(environment) });
  }
  if ((vars["WEBHOOK_ALLOWED_HOSTS"] ?? "") !== "") {
    const what = `webhooks may be sent to hosts that are not public: ${vars["WEBHOOK_ALLOWED_HOSTS"]}`;
    found.push({ level: "look", what, remedy: `${inVars(environment)}: WEBHOOK_ALLOWED_HOSTS = ""` });
  }
  const domain = /@([^>\s]+)/.exec(vars["MAIL_FROM"] ?? "")?.[1] ?? "the domain of MAIL_FROM";
  found.push({
    level: "look",
    what: `whether ${domain} may send mails cannot be seen from here`,
    remedy:
      vars["MAILER"] === "resend"
        ? "verify the domain at Resend, and point its webhook to …/api/v1/notifications/webhooks/resend"
        : `npx wrangler email sending enable ${domain}`,
  });
  found.push({
    level: "look",
    what: `whether Stripe's keys are ${environment === "production" ? "live" : "test"} keys, and its webhook endpoint stands, cannot be seen from here`,
    remedy: `in Stripe's dashboard: endpoint ${vars["PUBLIC_URL"]}/api/v1/payments/webhooks/stripe (docs/deployment.md, "The first time")`,
  });
  return found;
}
