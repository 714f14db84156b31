import { requirePermission, requireUser } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { refused } from "../identity/index.ts";
import { type CustomerRow, findCustomer } from "./customers.repo.ts";

/**
 * The customer who asks.
 * @throws auth.invalid_credentials when the account was erased after the access token was made
 */
export async function ownCustomer(ctx: Ctx): Promise<CustomerRow> {
  const row = await findCustomer(ctx, requireUser(ctx).id);
  if (!row) throw refused("This account is not active.");
  return row;
}

/**
 * Any customer, for staff.
 * @throws resource.not_found for unknown and erased ones
 */
export async function customerOrThrow(ctx: Ctx, id: string): Promise<CustomerRow> {
  requirePermission(ctx, "order:manage");
  const row = await findCustomer(ctx, id);
  if (!row) throw notFound("There is no such customer.");
  return row;
}
