import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { preconditionFailed } from "../../platform/errors.ts";
import { refused, updateUserStmt, USERNAME_TAKEN, usernameTaken } from "../identity/index.ts";
import { changeCustomerStmt, CUSTOMER_GUARD } from "./change-customer.repo.ts";
import { customerAskedForNews } from "./customers.events.ts";
import type { CustomerRow } from "./customers.repo.ts";
import type { UpdateCustomer } from "./customers.schema.ts";
import { ownCustomer } from "./get-customer.ts";

/**
 * Changes the profile of the customer who asks: account and shopper's side in one step. What is the same already is not written.
 * The audit log names the fields, not what they hold.
 * @throws account.username_taken; resource.precondition_failed when the profile is not of `expectedVersion`
 */
export async function updateProfile(
  ctx: Ctx,
  patch: UpdateCustomer,
  expectedVersion: number | undefined,
): Promise<CustomerRow> {
  const row = await ownCustomer(ctx);
  if (expectedVersion !== undefined && row.version !== expectedVersion) throw changedSince();
  const changes = changesOf(row, patch);
  const fields = Object.keys(changes);
  if (fields.length === 0) return row;
  const account = accountChanges(changes);
  await commit(ctx, {
    statements: [
      changeCustomerStmt(ctx, row.id, { changes: profileChanges(changes), ifVersion: expectedVersion }),
      ...(Object.keys(account).length > 0 ? [updateUserStmt(ctx, row.id, account)] : []),
    ],
    audit: { action: "customer.update", entity: "customer", entityId: row.id, after: { fields } },
    events: changes.accepts_marketing === true ? [customerAskedForNews({ customer_id: row.id })] : [],
    constraints: {
      [CUSTOMER_GUARD]: () =>
        expectedVersion === undefined ? refused("This account is not active.") : changedSince(),
      [USERNAME_TAKEN]: () =>
        usernameTaken("This username is taken.", {
          errors: [{ pointer: "#/username", code: "taken", message: "belongs to somebody else" }],
        }),
    },
  });
  return ownCustomer(ctx);
}

/** What of the patch differs from what is there. */
function changesOf(row: CustomerRow, patch: UpdateCustomer): UpdateCustomer {
  const present: UpdateCustomer = { ...row, accepts_marketing: row.accepts_marketing === 1 };
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([field, value]) => value !== undefined && value !== present[field as keyof UpdateCustomer],
    ),
  );
}

function accountChanges({ first_name, last_name, username }: UpdateCustomer) {
  return {
    ...(first_name === undefined ? {} : { firstName: first_name }),
    ...(last_name === undefined ? {} : { lastName: last_name }),
    ...(username === undefined ? {} : { username }),
  };
}

function profileChanges({ phone, accepts_marketing, locale }: UpdateCustomer) {
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(accepts_marketing === undefined ? {} : { acceptsMarketing: accepts_marketing }),
    ...(locale === undefined ? {} : { locale }),
  };
}

function changedSince() {
  return preconditionFailed("The profile has changed since that version. Read it again.");
}
