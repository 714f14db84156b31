import type { Ctx } from "../../platform/ctx.ts";
import { findUser } from "../identity/index.ts";
import { freezeCart, unfreezeCart } from "./freeze-cart.ts";

/**
 * Freezes the cart of an account that is not active, thaws that of one that is. Looks again afterwards: of two runs about changes in
 * opposite directions the one that read first may write last.
 */
export async function followAccount(ctx: Ctx, userId: string): Promise<void> {
  for (let applied: boolean | undefined; ;) {
    const isActive = (await findUser(ctx, userId))?.status === "active";
    if (applied === isActive) return;
    await (isActive ? unfreezeCart(ctx, userId) : freezeCart(ctx, userId));
    applied = isActive;
  }
}
