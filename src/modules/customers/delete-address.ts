import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { addressOrThrow } from "./address-book.ts";
import { checkAddressVersion, overtaken } from "./address-version.ts";
import { deleteAddressStmt, sameAddressStmt } from "./addresses.repo.ts";
import { CUSTOMER_GUARD } from "./change-customer.repo.ts";

/**
 * Takes an address out of the caller's book. If it was a default, there is none then until the customer chooses: another address
 * moving up unasked could send a parcel to the wrong place.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteAddress(
  ctx: Ctx,
  id: string,
  expectedVersion: number | undefined,
): Promise<void> {
  const row = await addressOrThrow(ctx, id);
  checkAddressVersion(row, expectedVersion);
  await commit(ctx, {
    statements: [sameAddressStmt(ctx, row), deleteAddressStmt(row.id)],
    audit: {
      action: "customer.delete_address",
      entity: "customer",
      entityId: row.customer_id,
      after: { address: row.id },
    },
    constraints: { [CUSTOMER_GUARD]: () => overtaken(expectedVersion) },
  });
}
