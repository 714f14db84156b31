import { requireUser } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { conflict } from "../../platform/errors.ts";
import { describeError } from "../../platform/log.ts";
import { eraseDraftsStmts } from "../draft-orders/index.ts";
import {
  eraseUserStmts,
  findUser,
  LAST_SUPERUSER,
  lastSuperuserError,
  refused,
  USER_UNCHANGED,
  type UserRow,
} from "../identity/index.ts";
import {
  attachGuestOrdersStmt,
  eraseClosedOrdersStmts,
  findOrderIdsOf,
  requestErasureStmt,
} from "../orders/index.ts";
import { eraseCarts } from "./erase-carts.ts";
import { eraseAroundOrdersStmts, erasedEvents } from "./erase-around-orders.ts";
import { eraseCustomerStmts } from "./erasure.repo.ts";

/**
 * Erases the person who asks, in one step and for good: account, credentials, profile and address book, and the personal data of
 * closed orders, also of those placed as a guest with the same address if that is verified. Orders that are still to be
 * delivered or paid keep what that needs; `finishErasures` erases them once they are closed. Carts and mails follow by event.
 * What stays, and why: docs/architecture/erasure.md.
 * @throws user.last_superuser; resource.conflict when the account was changed at the same time
 */
export async function eraseCustomer(ctx: Ctx): Promise<void> {
  const user = await findUser(ctx, requireUser(ctx).id);
  if (!user || user.status === "erased") throw refused("This account is not active.");
  await erasePerson(ctx, user);
}

/** As `eraseCustomer`, whoever asks. */
export async function erasePerson(ctx: Ctx, user: UserRow): Promise<void> {
  const { id, email } = user;
  const verifiedEmail = user.email_verified_at === null ? undefined : email;
  const orderIds = await findOrderIdsOf(ctx, { customerId: id, verifiedEmail });
  await commit(ctx, {
    statements: [
      ...(verifiedEmail === undefined ? [] : [attachGuestOrdersStmt(ctx, { userId: id, email })]),
      ...eraseUserStmts(ctx, user),
      ...eraseCustomerStmts(ctx, id),
      ...eraseClosedOrdersStmts(ctx, { customerId: id }),
      requestErasureStmt(ctx, id),
      ...eraseDraftsStmts(ctx, { customerId: id, verifiedEmail }),
      ...eraseAroundOrdersStmts(id, orderIds),
    ],
    audit: { action: "customer.erase", entity: "customer", entityId: id, after: { orders: orderIds.length } },
    events: erasedEvents(id, orderIds),
    constraints: {
      [LAST_SUPERUSER]: lastSuperuserError,
      [USER_UNCHANGED]: () => conflict("The account was changed at the same time. Try again."),
    },
  });
  await tryToEraseCart(ctx, id);
}

/** At once, as an access token may still be about; the event does the same for sure, and for the other carts. */
async function tryToEraseCart(ctx: Ctx, customerId: string): Promise<void> {
  try {
    await eraseCarts(ctx, customerId, []);
  } catch (error) {
    ctx.log.warn("the cart of an erased person will be erased by the event", describeError(error));
  }
}
