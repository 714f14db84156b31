import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { LOCALES, shopLocale } from "../../platform/locale.ts";
import { framePageHeaders, showPart } from "./mail-parts.ts";
import { previewMail } from "./mail-templates.ts";
import { PREVIEW, previewListPage, previewPage } from "./mail-preview.page.ts";
import { hasMailbox } from "./mailbox.ts";
import { partQuery } from "./notifications.schema.ts";

const common = { method: "get", tag: "Operations", access: anyone } as const;
const page = { status: 200, description: "A page", contentTypes: ["text/html"] } as const;

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
    return { text: await previewListPage(ctx.config.SHOP_LOCALES), headers: await framePageHeaders() };
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
    part: partQuery,
  }),
  success: [{ ...page, contentTypes: ["text/html", "text/plain"] }],
  errors: [notFound],
  handler: async ({ ctx, params, query }) => {
    requireDevelopment(ctx);
    const locale = query.locale ?? shopLocale(ctx.config);
    const mail = await previewMail(ctx, params.template, locale, query.sample);
    if (!mail) throw notFound("There is no such template, or no such sample of it.");
    const shown = { template: params.template, locale, sample: query.sample };
    return showPart(mail, query.part, () => previewPage(shown, mail, ctx.config.SHOP_LOCALES));
  },
});

export const mailPreviewRoutes = [listRoute, previewRoute] as const;
