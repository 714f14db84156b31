import { subscribe } from "../../platform/events.ts";
import { accountTakenOver, userStandingChanged } from "../identity/index.ts";
import { eraseCartUntil } from "./erase-cart-until.ts";
import { followAccount } from "./follow-account.ts";

export const cartSubscribers = [
  subscribe("cart.follow-account", userStandingChanged, (ctx, payload) =>
    followAccount(ctx, payload.user_id),
  ),
  // The reset did it already; this is for a crash in between. What the owner has chosen since stays.
  subscribe("cart.erase-foreign", accountTakenOver, (ctx, payload, event) =>
    eraseCartUntil(ctx, payload.user_id, event.occurred_at),
  ),
] as const;
