import { subscribe } from "../../platform/events.ts";
import { userStandingChanged } from "../identity/index.ts";
import { followAccount } from "./follow-account.ts";

export const cartSubscribers = [
  subscribe("cart.follow-account", userStandingChanged, (ctx, payload) =>
    followAccount(ctx, payload.user_id),
  ),
] as const;
