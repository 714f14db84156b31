import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { LOCALES, shopLocale } from "../../platform/locale.ts";
import { previewMail } from "./mail-templates.ts";
import { PREVIEW, previewListPage, previewPage } from "./mail-preview.page.ts";
import { hasMailbox } from "./mailbox.ts";
import { framed, FRAME_HEADERS } from "./mailbox.page.ts";
import { pageHeaders } from "./page.ts";

const common = { method: "get", tag: "Operations", access: anyone } as const;
const page = { status: 200, description: "A page", contentTypes: ["text/html"] } as const;
const headers = () => pageHeaders("frame-src 'self'; form-action 'none'; frame-ancestors 'none'");

function requireDevelopment(ctx: Ctx): void {
  if (!hasMailbox(ctx)) throw notFound("Mails are previewed only where the shop is developed and tested.");
}

const listRoute = defineRoute({
  ...common,
  path: PREVIEW,
  operationId: "listMailPreviews",
  summary: "All templates of mails, as a page",
  description: "Only in development and tests; elsewhere 404.",
  success: [page],
  errors: [notFound],
  handler: async ({ ctx }) => {
    requireDevelopment(ctx);
    return { text: await previewListPage(ctx.config.SHOP_LOCALES), headers: await headers() };
  },
});

const previewRoute = defineRoute({
  ...common,
  path: `${PREVIEW}/{template}`,
  operationId: "previewMail",
  summary: "A template of mails with a sample, as a page",
  description: "Only in development and tests; elsewhere 404. With `part` its HTML or its text alone.",
  params: z.object({ template: z.string().max(100) }),
  query: z.object({
    locale: z.enum(LOCALES).optional().openapi({ description: "Default: the shop's." }),
    sample: z.coerce.number().int().min(0).max(100).default(0),
    part: z.enum(["page", "html", "text"]).default("page"),
  }),
  success: [page],
  errors: [notFound],
  handler: async ({ ctx, params, query }) => {
    requireDevelopment(ctx);
    const locale = query.locale ?? shopLocale(ctx.config);
    const mail = await previewMail(ctx, params.template, locale, query.sample);
    if (!mail) throw notFound("There is no such template, or no such sample of it.");
    if (query.part === "html") return { text: framed(mail.html), headers: FRAME_HEADERS };
    if (query.part === "text") {
      return { text: mail.text, headers: { "Content-Type": "text/plain; charset=UTF-8" } };
    }
    const shown = { template: params.template, locale, sample: query.sample };
    return { text: await previewPage(shown, mail, ctx.config.SHOP_LOCALES), headers: await headers() };
  },
});

export const mailPreviewRoutes = [listRoute, previewRoute] as const;
