import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict } from "../../platform/errors.ts";
import { changeCustomerStmt, CUSTOMER_GUARD } from "./change-customer.repo.ts";
import { findCustomer } from "./customers.repo.ts";

/** Turns news off for a customer, for whoever holds the link from one of their mails. Off already, or no such customer: nothing happens. */
export async function stopMarketing(ctx: Ctx, customerId: string): Promise<void> {
  const row = await findCustomer(ctx, customerId);
  if (!row?.accepts_marketing) return;
  await commit(ctx, {
    statements: [changeCustomerStmt(ctx, customerId, { changes: { acceptsMarketing: false } })],
    audit: {
      action: "customer.unsubscribe",
      entity: "customer",
      entityId: customerId,
      after: { fields: ["accepts_marketing"] },
    },
    constraints: { [CUSTOMER_GUARD]: () => conflict("The account was closed meanwhile.") },
  });
}
