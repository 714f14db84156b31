import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { addressOrThrow } from "./address-book.ts";
import { checkAddressVersion, overtaken } from "./address-version.ts";
import {
  type AddressFields,
  type AddressRow,
  type DefaultUses,
  sameAddressStmt,
  updateAddressStmts,
} from "./addresses.repo.ts";
import { CUSTOMER_GUARD } from "./change-customer.repo.ts";

export interface ChangeAddress {
  id: string;
  /** What is absent stays. */
  fields: { [Field in keyof AddressFields]?: AddressFields[Field] | undefined };
  uses: DefaultUses;
  expectedVersion: number | undefined;
}

/**
 * Changes an address of the caller's book, or what it is used for. Becoming a default takes that from the address that was it;
 * ceasing to be one leaves none. What is the same already is not written.
 * @throws resource.not_found; resource.precondition_failed when it is not of `expectedVersion`
 * @throws resource.conflict when it was changed or deleted at the same time
 */
export async function changeAddress(ctx: Ctx, input: ChangeAddress): Promise<AddressRow> {
  const row = await addressOrThrow(ctx, input.id);
  checkAddressVersion(row, input.expectedVersion);
  const changes = Object.entries(input.fields).filter(
    ([field, value]) => value !== undefined && value !== row[field as keyof AddressFields],
  );
  if (changes.length === 0 && isUsedSo(row, input.uses)) return row;
  const fields: AddressFields = { ...row, ...Object.fromEntries(changes) };
  await commit(ctx, {
    statements: [sameAddressStmt(ctx, row), ...updateAddressStmts(ctx, row, fields, input.uses)],
    audit: {
      action: "customer.change_address",
      entity: "customer",
      entityId: row.customer_id,
      after: { address: row.id },
    },
    constraints: { [CUSTOMER_GUARD]: () => overtaken(input.expectedVersion) },
  });
  return addressOrThrow(ctx, row.id);
}

function isUsedSo(row: AddressRow, { shipping, billing }: DefaultUses): boolean {
  return (
    (shipping ?? row.is_default_shipping === 1) === (row.is_default_shipping === 1) &&
    (billing ?? row.is_default_billing === 1) === (row.is_default_billing === 1)
  );
}
