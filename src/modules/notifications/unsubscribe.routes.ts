import type { Ctx } from "../../platform/ctx.ts";
import { malformedRequest } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { acceptedLocale, shopLocale } from "../../platform/locale.ts";
import { unsubscribeLinkInvalid } from "./notifications.errors.ts";
import { unsubscribeBody, unsubscribeQuery } from "./notifications.schema.ts";
import { pageHeaders } from "./page.ts";
import { isUnsubscribeToken, unsubscribe } from "./unsubscribe.ts";
import { unsubscribePage, type UnsubscribeStep } from "./unsubscribe.page.ts";

const common = {
  path: "/api/v1/notifications/unsubscribe",
  tag: "Notifications",
  access: anyone,
  query: unsubscribeQuery,
} as const;

interface Headed {
  header(name: string): string | undefined;
}

async function reply(ctx: Ctx, request: Headed, step: UnsubscribeStep) {
  const locale = acceptedLocale(ctx.config, request.header("Accept-Language")) ?? shopLocale(ctx.config);
  return {
    status: step === "invalid" ? 422 : 200,
    text: await unsubscribePage(step, ctx.config.SHOP_NAME, locale),
    headers: await pageHeaders("form-action 'self'; frame-ancestors 'none'"),
  };
}

const page = { status: 200, description: "A page for people", contentTypes: ["text/html"] } as const;
const refusal = { status: 422, description: "A page that says so", contentTypes: ["text/html"] } as const;

const pageRoute = defineRoute({
  ...common,
  method: "get",
  operationId: "askToUnsubscribe",
  summary: "The page that the link in a mail leads to",
  description: "It has a button and changes nothing: programs open the links of mails, too.",
  success: [page, refusal],
  errors: [unsubscribeLinkInvalid],
  handler: async ({ ctx, query, request }) =>
    reply(ctx, request, (await isUnsubscribeToken(ctx, query.token)) ? "ask" : "invalid"),
});

const unsubscribeRoute = defineRoute({
  ...common,
  method: "post",
  operationId: "unsubscribe",
  summary: "Get no more news by mail",
  description:
    "Needs nothing but the token from a mail. As a form it is what mail programs (RFC 8058) and the page's button send, with the token in the address; as JSON it takes `{ token }` and answers 204. Doing it again changes nothing.",
  // One click comes from the mail program's servers, for many readers from the same address.
  rate: "write",
  idempotency: "ignored",
  textBody: {
    contentType: "application/x-www-form-urlencoded",
    description: "What RFC 8058 says; or JSON",
    example: "List-Unsubscribe=One-Click",
  },
  maxBodyBytes: 4_096,
  success: [page, refusal, { status: 204, description: "Done, for JSON" }],
  errors: [unsubscribeLinkInvalid, malformedRequest],
  handler: async ({ ctx, query, request }) => {
    if (/\bjson\b/i.test(request.header("Content-Type") ?? "")) {
      await unsubscribe(ctx, tokenOf(await request.text()) ?? query.token);
      return { status: 204 };
    }
    if (!(await isUnsubscribeToken(ctx, query.token))) return reply(ctx, request, "invalid");
    await unsubscribe(ctx, query.token);
    return reply(ctx, request, "done");
  },
});

function tokenOf(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  try {
    return unsubscribeBody.parse(JSON.parse(text)).token;
  } catch {
    throw malformedRequest('The body must be JSON like { "token": "…" }.');
  }
}

export const unsubscribeRoutes = [pageRoute, unsubscribeRoute] as const;
