import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { findInMailbox, hasMailbox, readMailbox } from "./mailbox.ts";
import { MAILBOX, mailboxMailPage, mailboxPage } from "./mailbox.page.ts";
import { framePageHeaders, showPart } from "./mail-parts.ts";
import { mailboxParams, mailboxQuery } from "./notifications.schema.ts";

const common = { method: "get", tag: "Operations", access: anyone } as const;
const page = { status: 200, description: "A page", contentTypes: ["text/html"] } as const;

function requireMailbox(ctx: Ctx): void {
  if (!hasMailbox(ctx)) throw notFound("There is a mailbox only where the shop is developed and tested.");
}

const listRoute = defineRoute({
  ...common,
  path: MAILBOX,
  operationId: "showMailbox",
  summary: "The mails that were sent here, as a page",
  description: "Only in development and tests; elsewhere 404.",
  success: [page],
  errors: [notFound],
  handler: async ({ ctx }) => {
    requireMailbox(ctx);
    return { text: await mailboxPage(await readMailbox(ctx)), headers: await framePageHeaders() };
  },
});

const mailRoute = defineRoute({
  ...common,
  path: `${MAILBOX}/{id}`,
  operationId: "showMailboxMail",
  summary: "One of the mails that were sent here, as a page",
  description: "Only in development and tests; elsewhere 404. With `part` its HTML or its text alone.",
  params: mailboxParams,
  query: mailboxQuery,
  success: [{ ...page, contentTypes: ["text/html", "text/plain"] }],
  errors: [notFound],
  handler: async ({ ctx, params, query }) => {
    requireMailbox(ctx);
    const mail = await findInMailbox(ctx, params.id);
    if (!mail) throw notFound("There is no such mail in the mailbox.");
    return showPart(mail, query.part, () => mailboxMailPage(params.id, mail));
  },
});

export const mailboxRoutes = [listRoute, mailRoute] as const;
