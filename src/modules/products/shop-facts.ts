import type { Ctx } from "../../platform/ctx.ts";
import { Problems } from "./product-problems.ts";
import type { ShopFacts } from "./variant-change.ts";

/** What a decision on products needs to know of this shop, with nothing wrong yet. */
export function shopFacts(ctx: Ctx): ShopFacts {
  return {
    newId: () => ctx.newId(),
    currencies: ctx.config.SHOP_CURRENCIES,
    publicUrl: ctx.config.PUBLIC_URL,
    problems: new Problems(),
  };
}
