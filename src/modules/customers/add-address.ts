import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { addressOrThrow } from "./address-book.ts";
import {
  type AddressFields,
  type AddressRow,
  type DefaultUses,
  insertAddressStmts,
  MAX_ADDRESSES,
  roomForAddressStmt,
} from "./addresses.repo.ts";
import { CUSTOMER_GUARD } from "./change-customer.repo.ts";
import { tooManyAddresses } from "./customers.errors.ts";

/**
 * Puts an address into the caller's book. The first one becomes the default for shipping and billing; a later one when it is said so.
 * @throws customer.too_many_addresses
 */
export async function addAddress(ctx: Ctx, fields: AddressFields, uses: DefaultUses): Promise<AddressRow> {
  const customerId = requireUser(ctx).id;
  const id = ctx.newId();
  await commit(ctx, {
    statements: [
      roomForAddressStmt(ctx, customerId),
      ...insertAddressStmts(ctx, { id, customerId, fields }, uses),
    ],
    audit: {
      action: "customer.add_address",
      entity: "customer",
      entityId: customerId,
      after: { address: id },
    },
    constraints: {
      [CUSTOMER_GUARD]: () =>
        tooManyAddresses(`An address book holds at most ${MAX_ADDRESSES} addresses. Delete one first.`, {
          facts: { max_addresses: MAX_ADDRESSES },
        }),
    },
  });
  return addressOrThrow(ctx, id);
}
