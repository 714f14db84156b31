import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { type InputError, invalidInput } from "../../platform/errors.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { type SellableRow, sellableStmt, soldCurrency } from "../catalog/index.ts";
import { findUser } from "../identity/index.ts";
import { requireDraftAction } from "./draft-orders.errors.ts";
import {
  DRAFT_UNCHANGED,
  type DraftFields,
  type DraftRow,
  insertDraftStmt,
  updateDraftStmt,
} from "./draft-orders.repo.ts";
import type { DraftBody, DraftPatch } from "./draft-orders.schema.ts";
import type { DraftContent, DraftLine } from "./draft-orders.table.ts";
import { draftOrThrow } from "./read-draft.ts";
import { contentOf } from "./read-draft-facts.ts";

/** Writes a new draft. @throws request.invalid for unknown variants or customers; pricing.currency_not_sold */
export async function createDraft(ctx: Ctx, body: DraftBody): Promise<DraftRow> {
  requirePermission(ctx, "order:manage");
  const id = ctx.newId();
  const fields = await fieldsOf(ctx, body);
  await commit(ctx, {
    statements: [insertDraftStmt(ctx, id, fields)],
    audit: { action: "draft_order.create", entity: "draft_order", entityId: id, after: auditOf(fields) },
  });
  return draftOrThrow(ctx, id);
}

/**
 * Writes all of a draft anew.
 * @throws resource.not_found; draft_order.transition_refused when it is not open; resource.precondition_failed, resource.conflict
 */
export function replaceDraft(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  body: DraftBody,
): Promise<DraftRow> {
  return changeDraft(ctx, target, () => fieldsOf(ctx, body));
}

/** Changes parts of a draft: what is absent stays, null takes it away. Throws as `replaceDraft` does. */
export function patchDraft(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  patch: DraftPatch,
): Promise<DraftRow> {
  return changeDraft(ctx, target, async (row) => {
    const { lines, ...content } = contentOf(row);
    const { line_items: lineItems, customer_id, email, currency, ...rest } = patch;
    const kept = { customer_id: row.customer_id, email: row.email, currency: row.currency };
    const merged = withoutNulls({
      ...content,
      ...kept,
      ...withoutUndefined({ customer_id, email, currency, ...rest }),
    }) as Omit<DraftBody, "line_items">;
    const fields = await fieldsOf(ctx, { ...merged, line_items: lineItems ?? [] });
    if (lineItems) return fields;
    requireSameCurrency(lines, fields.currency, row.currency);
    return { ...fields, content: { ...fields.content, lines } };
  });
}

async function changeDraft(
  ctx: Ctx,
  { id, expectedVersion }: { id: string; expectedVersion: number | undefined },
  fieldsFor: (row: DraftRow) => Promise<DraftFields>,
): Promise<DraftRow> {
  requirePermission(ctx, "order:manage");
  const row = await draftOrThrow(ctx, id);
  checkVersion(row, expectedVersion);
  requireDraftAction(row, "edit");
  const fields = await fieldsFor(row);
  await commit(ctx, {
    statements: [updateDraftStmt(ctx, row, fields)],
    audit: {
      action: "draft_order.update",
      entity: "draft_order",
      entityId: id,
      before: auditOf({ ...row, customerId: row.customer_id, content: contentOf(row) }),
      after: auditOf(fields),
    },
    constraints: { [DRAFT_UNCHANGED]: () => overtaken(expectedVersion) },
  });
  return draftOrThrow(ctx, id);
}

/** What staff sent, with the variants and the customer that it names. */
async function fieldsOf(ctx: Ctx, body: DraftBody): Promise<DraftFields> {
  const currency = soldCurrency(ctx, body.currency, "#/currency");
  const lines = await draftLinesOf(ctx, body.line_items, currency);
  if (body.customer_id !== undefined) await requireCustomer(ctx, body.customer_id);
  const { shipping_address, billing_address, shipping_option_id, note } = body;
  const content: DraftContent = {
    lines,
    ...(shipping_address ? { shipping_address } : {}),
    ...(billing_address ? { billing_address } : {}),
    ...(shipping_option_id === undefined ? {} : { shipping_option_id }),
    ...(note === undefined ? {} : { note }),
  };
  return { currency, email: body.email ?? null, customerId: body.customer_id ?? null, content };
}

/** The lines that staff named, each with its variant. @throws request.invalid for unknown variants and prices in another currency */
export async function draftLinesOf(
  ctx: Ctx,
  asked: DraftBody["line_items"],
  currency: string,
): Promise<DraftLine[]> {
  const [byId, bySku] = await readBatch<[SellableRow, SellableRow]>(ctx.env.DB, [
    sellableStmt(
      "id",
      asked.flatMap((line) => line.variant_id ?? []),
    ),
    sellableStmt(
      "sku",
      asked.flatMap((line) => line.sku ?? []),
    ),
  ]);
  const errors: InputError[] = [];
  const lines = asked.flatMap((line, index): DraftLine[] => {
    const variant =
      line.sku === undefined
        ? byId.find((each) => each.variant_id === line.variant_id)
        : bySku.find((each) => each.sku === line.sku);
    const pointer = `#/line_items/${index}`;
    if (!variant) {
      const field = line.sku === undefined ? "variant_id" : "sku";
      errors.push({ pointer: `${pointer}/${field}`, code: "unknown_variant", message: "names no variant" });
      return [];
    }
    if (line.unit_price && line.unit_price.currency !== currency) {
      const message = `must be in the draft's currency, ${currency}`;
      errors.push({ pointer: `${pointer}/unit_price/currency`, code: "other_currency", message });
    }
    return [
      {
        id: ctx.newId(),
        variant_id: variant.variant_id,
        sku: variant.sku,
        name: variant.name,
        quantity: line.quantity,
        ...(line.unit_price ? { unit_price: line.unit_price.amount } : {}),
        ...(line.price_reason === undefined ? {} : { price_reason: line.price_reason }),
      },
    ];
  });
  if (errors.length > 0) throw invalidInput("The draft's lines are not valid.", { errors });
  return lines;
}

async function requireCustomer(ctx: Ctx, id: string): Promise<void> {
  const user = await findUser(ctx, id);
  if (user && user.status !== "erased") return;
  throw invalidInput("There is no such customer.", {
    errors: [{ pointer: "#/customer_id", code: "unknown_customer", message: "names no customer" }],
  });
}

/** Prices that staff ask are in the currency that the draft had. */
function requireSameCurrency(lines: readonly DraftLine[], now: string, before: string): void {
  if (now === before || lines.every((line) => line.unit_price === undefined)) return;
  const message = "cannot change while lines have prices of their own: send line_items, too";
  throw invalidInput("The draft's currency cannot be changed alone.", {
    errors: [{ pointer: "#/currency", code: "other_currency", message }],
  });
}

/** What the audit log keeps: nothing about a person. */
function auditOf({
  currency,
  customerId,
  content,
}: Pick<DraftFields, "currency" | "customerId" | "content">) {
  return {
    currency,
    customer: customerId,
    lines: content.lines.map(({ variant_id, quantity, unit_price }) => ({
      variant_id,
      quantity,
      unit_price,
    })),
  };
}

function withoutUndefined(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function withoutNulls(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
