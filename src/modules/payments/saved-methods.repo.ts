import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement, type Statement } from "../../platform/db.ts";

/** How Stripe calls a customer of ours. */
export interface ProviderCustomerRow {
  provider_ref: string;
}

/** Reads how Stripe calls a customer; made to fit into a batch. No row: Stripe does not know them yet. */
export function providerCustomerStmt(customerId: string): Statement {
  return sql`SELECT provider_ref FROM provider_customers WHERE customer_id = ${customerId}`;
}

/** How Stripe calls a customer; undefined when it does not know them yet. */
export async function findProviderCustomer(ctx: Ctx, customerId: string): Promise<string | undefined> {
  const statement = providerCustomerStmt(customerId);
  const row = await prepareStatement(ctx.env.DB, statement).first<ProviderCustomerRow>();
  return row?.provider_ref;
}

/** Keeps how Stripe calls a customer. Changes nothing when that is known already, or the person was erased meanwhile. */
export function insertProviderCustomerStmt(ctx: Ctx, customerId: string, providerRef: string): Statement {
  return sql`INSERT INTO provider_customers (customer_id, provider_ref, created_at)
    SELECT ${customerId}, ${providerRef}, ${isoTime(ctx.now())}
    WHERE EXISTS (SELECT 1 FROM users WHERE id = ${customerId} AND status <> 'erased')
    ON CONFLICT DO NOTHING`;
}

/** Forgets how Stripe called a customer, if it is still this. */
export function deleteProviderCustomerStmt(customerId: string, providerRef: string): Statement {
  return sql`DELETE FROM provider_customers WHERE customer_id = ${customerId} AND provider_ref = ${providerRef}`;
}
