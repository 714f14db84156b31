import type { Work } from "./account.work.ts";
import { formatAmount } from "./money.ts";
import { checkClientSecret } from "./payment-intent.client.ts";
import { type Intent, publicView } from "./payment-intent.view.ts";
import { settlePayment } from "./settle-payment.ts";
import { settleSetup } from "./settle-setup.ts";
import { setupOf } from "./setup-intent.find.ts";
import type { Call } from "./wire.call.ts";
import { needed, readParams } from "./wire.params.ts";
import { oneOf, text } from "./wire.readers.ts";

const PAGE_SHAPE = { client_secret: needed(text()) };
const FINISH_SHAPE = { ...PAGE_SHAPE, outcome: needed(oneOf("succeed", "fail")) };

/** GET /_emulator/authenticate/:intent: where a customer would prove who they are, to pay or to save a card. */
export function authenticationPage(work: Work, id: string, call: Call): Response {
  const { intent } = isSetup(id) ? setupOf(work, id) : work.payment(id);
  checkClientSecret(intent, readParams(call.fields, PAGE_SHAPE).client_secret, "publishable");
  const isWaiting = intent.status === "requires_action";
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  };
  return new Response(page(intent, isWaiting ? CHOICES : "<p>There is nothing to authenticate.</p>"), {
    headers,
  });
}

/**
 * POST /_emulator/authenticate/:intent with `outcome=succeed` or `fail`: settles the payment or the setup and sends
 * the customer back to the return URL, if there is one.
 */
export function finishAuthentication(work: Work, id: string, call: Call): Response {
  const params = readParams(call.fields, FINISH_SHAPE);
  const { intent: before } = isSetup(id) ? setupOf(work, id) : work.payment(id);
  checkClientSecret(before, params.client_secret, "publishable");
  const returnUrl = before.next_action?.redirect_to_url?.return_url ?? null;
  const succeeds = params.outcome === "succeed";
  const { intent } = isSetup(id)
    ? settleSetup(work, setupOf(work, id), succeeds)
    : settlePayment(work, work.payment(id), succeeds);
  if (returnUrl === null) return Response.json(publicView(intent));
  return new Response(null, { status: 303, headers: { Location: backTo(returnUrl, intent, succeeds) } });
}

function isSetup(id: string): boolean {
  return id.startsWith("seti_");
}

function backTo(returnUrl: string, intent: Intent, succeeds: boolean): string {
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? "");
  url.searchParams.set("redirect_status", succeeds ? "succeeded" : "failed");
  return url.href;
}

const CHOICES = [choice("succeed", "Complete authentication"), choice("fail", "Fail authentication")].join(
  "\n",
);

function choice(outcome: string, label: string): string {
  const field = `<input type="hidden" name="outcome" value="${outcome}">`;
  return `<form method="post">${field}<button>${label}</button></form>`;
}

function page(intent: Intent, content: string): string {
  const title = intent.object === "setup_intent" ? "Authenticate the card" : "Authenticate the payment";
  const subject =
    intent.object === "setup_intent"
      ? `setup ${intent.id}`
      : `${formatAmount(intent.amount, intent.currency)}, payment ${intent.id}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body{font:1rem/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}button{font:inherit;margin:.3rem 0;padding:.5rem 1rem}</style>
</head>
<body>
<h1>${title}</h1>
<p>Stripe emulator: ${subject}, status ${intent.status}.</p>
${content}
</body>
</html>`;
}
