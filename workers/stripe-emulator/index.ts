import type { Env } from "./env.ts";
import { CORS } from "./wire.reply.ts";

export { StripeAccount } from "./account.object.ts";

const PREFLIGHT = {
  ...CORS,
  "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Stripe-Version",
  "Access-Control-Allow-Methods": "GET, POST",
  "Access-Control-Max-Age": "86400",
};

export default {
  fetch(request, env): Response | Promise<Response> {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: PREFLIGHT });
    if (new URL(request.url).pathname === "/_emulator/health") return Response.json({ ok: true });
    return env.ACCOUNT.getByName("account").fetch(request);
  },
} satisfies ExportedHandler<Env>;
