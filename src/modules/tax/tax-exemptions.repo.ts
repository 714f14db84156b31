import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, type Statement } from "../../platform/db.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import type { TaxExemption, TaxExemptionBody } from "./tax-exemptions.schema.ts";
import { taxExemptions } from "./tax.table.ts";

export interface TaxExemptionRow {
  customer_id: string;
  reason: TaxExemption["reason"];
  certificate: string | null;
  valid_until: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The NOT NULL that an exemption of another version violates. */
export const TAX_EXEMPTION_UNCHANGED = "tax_exemptions.version";
/** The NOT NULL that an exemption of nobody violates, or of a person who was erased; and a customer who has no profile. */
export const NO_SUCH_CUSTOMER = ["tax_exemptions.customer_id", "FOREIGN KEY"] as const;

/** Reads the exemption of a customer; made to fit into a batch. */
export function taxExemptionStmt(customerId: string): Statement {
  return sql`SELECT customer_id, reason, certificate, valid_until, created_at, updated_at, version
    FROM tax_exemptions WHERE customer_id = ${customerId}`;
}

export function findTaxExemption(ctx: Ctx, customerId: string): Promise<TaxExemptionRow | null> {
  return prepareStatement(ctx.env.DB, taxExemptionStmt(customerId)).first<TaxExemptionRow>();
}

/**
 * Makes an exemption, or replaces the one of this version: else TAX_EXEMPTION_UNCHANGED, or the primary key, is violated.
 * NO_SUCH_CUSTOMER is when there is none.
 */
export function saveTaxExemptionStmt(
  ctx: Ctx,
  customerId: string,
  before: TaxExemptionRow | null,
  body: TaxExemptionBody,
): Statement {
  const now = isoTime(ctx.now());
  const row = {
    customerId,
    reason: body.reason,
    certificate: body.certificate ?? null,
    validUntil: body.valid_until ?? null,
    createdAt: before?.created_at ?? now,
    updatedAt: now,
  };
  if (before) return replaceRow(taxExemptions, "customerId", row, before.version);
  return sql`INSERT INTO tax_exemptions (customer_id, reason, certificate, valid_until, created_at, updated_at)
    VALUES ((SELECT id FROM users WHERE id = ${customerId} AND status <> 'erased'),
      ${row.reason}, ${row.certificate}, ${row.validUntil}, ${now}, ${now})`;
}

export function deleteTaxExemptionStmts(row: TaxExemptionRow): Statement[] {
  return deleteRow(taxExemptions, "customer_id", row.customer_id, row.version);
}

/** Forgets the exemption of a person who is erased. */
export function eraseTaxExemptionStmt(customerId: string): Statement {
  return sql`DELETE FROM tax_exemptions WHERE customer_id = ${customerId}`;
}
