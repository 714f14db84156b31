import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidCredentials } from "../../platform/errors.ts";
import { keyIsDead } from "./stripe-errors.ts";
import {
  deleteProviderCustomerStmt,
  findProviderCustomer,
  insertProviderCustomerStmt,
} from "./saved-methods.repo.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

/**
 * The customer of ours as Stripe knows them, made when there is none. However often this runs in parallel there is one: the key is derived
 * from the customer's id, and the first to write the row decides. Stripe is told the id and nothing of the person. `lost` is one
 * that Stripe does not know any more: it is replaced.
 * @throws auth.invalid_credentials when the person was erased meanwhile
 */
export async function ensureProviderCustomer(ctx: Ctx, customerId: string, lost?: string): Promise<string> {
  const known = await findProviderCustomer(ctx, customerId);
  if (known !== undefined && known !== lost) return known;
  const made = await createCustomer(ctx, customerId, `customer:${customerId}:${lost ?? "first"}`);
  await commit(ctx, {
    statements: [
      ...(lost === undefined ? [] : [deleteProviderCustomerStmt(customerId, lost)]),
      insertProviderCustomerStmt(ctx, customerId, made),
    ],
  });
  const kept = await findProviderCustomer(ctx, customerId);
  if (kept !== made) await deleteCustomer(ctx, made);
  if (kept === undefined) throw invalidCredentials("This account is not active.");
  return kept;
}

/** A key under which Stripe keeps a failure gives way to a new one: a customer too many is deleted or stays without anything. */
async function createCustomer(ctx: Ctx, customerId: string, idempotencyKey: string): Promise<string> {
  const create = (key: string) =>
    stripeOf(ctx).customers.create({ metadata: { customer_id: customerId } }, { idempotencyKey: key });
  try {
    return (await create(idempotencyKey)).id;
  } catch (error) {
    if (!keyIsDead(error)) throw error;
    return (await create(`${idempotencyKey}:${ctx.newId()}`)).id;
  }
}

/**
 * Deletes at Stripe what it knows of an erased person, the saved payment methods with it, and forgets how Stripe called them.
 * Repeating it changes nothing.
 */
export async function forgetProviderCustomer(ctx: Ctx, customerId: string): Promise<void> {
  const known = await findProviderCustomer(ctx, customerId);
  if (known === undefined) return;
  await deleteCustomer(ctx, known);
  await commit(ctx, { statements: [deleteProviderCustomerStmt(customerId, known)] });
}

/** One that is gone already is as good as deleted. */
async function deleteCustomer(ctx: Ctx, id: string): Promise<void> {
  try {
    await stripeOf(ctx).customers.del(id);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
