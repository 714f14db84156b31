import type { DevState } from "../lib/dev-state.ts";
import { bold, dim, green, yellow } from "../lib/terminal.ts";

interface Facts {
  state: DevState;
  /** A SKU that can be bought, for the example. */
  sku: string | undefined;
  took: string;
  warning: string | undefined;
}

/** What a developer needs to know about the server that has just started. */
export function banner({ state, sku, took, warning }: Facts): string {
  const url = state.base_url;
  const rows = [
    ["Shop", url],
    ["Admin", `${url}/admin   (log in as staff, admin or superuser, below)`],
    ["API", `${url}/api/v1/products`],
    ["Reference", `${url}/docs   (to try it: Authorize, with the API key or an access token)`],
    ["API key", `${state.api_key}   (every permission)`],
    ...accountRows(state),
    ["Payments", payments(state)],
    ["Mails", `${url}/ops/mailbox   (as files in .wrangler/tmp/email/)`],
    ["Data", ".wrangler/state/   (delete it to begin anew)"],
  ];
  const lines = [
    "",
    `  ${green("●")} ${bold(`Edge Commerce runs at ${url}`)} ${dim(`(started in ${took})`)}`,
    "",
    ...rows.map(([label = "", text = ""]) => `  ${dim(label.padEnd(10))} ${text}`),
    ...(warning === undefined ? [] : ["", `  ${yellow("Mind")}       ${warning}`]),
    "",
    `  ${bold("What to try next")}, in a second shell:`,
    "",
    ...examples(state, sku).map((example) => `    ${example}`),
    "",
    ...stripeHint(state).map((hint) => `  ${dim(hint)}`),
    "",
    `  ${dim("Ctrl-C stops everything.")}`,
    "",
  ];
  return lines.join("\n");
}

function accountRows({ accounts }: DevState): string[][] {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return accounts.map(({ email, password }, index) => [
    index === 0 ? "Accounts" : "",
    `${email.padEnd(width)}   ${password}`,
  ]);
}

function payments({ base_url, stripe }: DevState): string {
  if (stripe.mode === "emulator") return `Stripe emulator, ${stripe.api_base ?? base_url}`;
  return "Stripe itself, in test mode (your key in .dev.vars; the emulator is not used)";
}

function examples({ base_url, api_key, accounts }: DevState, sku: string | undefined): string[] {
  const add = `curl ${base_url}/api/v1/cart/items -H 'Content-Type: application/json' -d '{"sku":"${sku ?? ""}","quantity":2}'`;
  const [customer] = accounts;
  const login = JSON.stringify({ email: customer?.email, password: customer?.password });
  return [
    `npm run demo                    ${dim("# purchases, step by step")}`,
    `curl '${base_url}/api/v1/products?limit=3&sort=price'`,
    ...(sku === undefined ? [] : [add]),
    `curl ${base_url}/api/v1/auth/login -H 'Content-Type: application/json' -d '${login}'`,
    `curl ${base_url}/api/v1/orders -H 'Authorization: Bearer ${api_key}'`,
  ];
}

function stripeHint({ base_url, stripe }: DevState): string[] {
  const webhook = `${base_url.replace(/^https?:\/\//, "")}/api/v1/payments/webhooks/stripe`;
  const listen = `stripe listen --forward-to ${webhook}`;
  if (stripe.mode === "test")
    return [`Webhooks from Stripe: ${listen} prints the STRIPE_WEBHOOK_SECRET for .dev.vars.`];
  return [
    "To pay through Stripe itself, put the test keys of your account into .dev.vars (STRIPE_SECRET_KEY=sk_test_…,",
    `STRIPE_PUBLISHABLE_KEY=pk_test_…), start again and run: ${listen}`,
  ];
}
