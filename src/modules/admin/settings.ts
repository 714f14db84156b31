import { requirePermission } from "../../platform/auth.ts";
import type { Config } from "../../platform/env.ts";
import type { Ctx } from "../../platform/ctx.ts";

/** What each setting decides. Secrets are no settings: nothing shows them. docs/deployment.md says more. */
const SETTINGS = {
  ENVIRONMENT: "What kind of deployment this is.",
  PUBLIC_URL: "Where the shop is reached.",
  ACCOUNT_URL: "Where the links in mails about accounts lead.",
  SHOP_NAME: "What mails, prints and pages call the shop.",
  SHOP_CURRENCIES: "What it sells in, its own first.",
  SHOP_LOCALES: "What it writes mails in, its own first.",
  SHOP_TIME_ZONE: "Where its days begin and end in reports.",
  GUEST_CHECKOUT: "Whether one can buy without an account, unless the flag guest_checkout says otherwise.",
  ORDER_HOLD_MINUTES: "How long stock is held for an order that is not paid.",
  CART_ABANDONED_HOURS: "After how long an unchanged cart counts as abandoned.",
  CAPTURE_METHOD: "Whether paying takes the money at once or reserves it until staff capture it.",
  STOCK_LEAVES_AT: "When units leave the stock's books.",
  RETURN_DAYS: "For how long after delivery a return may be asked for.",
  COMPLETE_AFTER_DAYS: "After how many days a delivered order is completed.",
  DRAFT_HOLD_HOURS: "How long the order of a sent draft can be paid.",
  STAFF_EMAILS: "Who is told by mail what staff have to look at.",
  SHOW_STOCK_COUNTS: "Whether products tell how many are left.",
  CORS_ORIGINS: "Pages of which origins may call the API.",
  MAIL_FROM: "The sender of mails.",
  MAILER: "Who sends mails.",
  REQUIRE_SECOND_FACTOR: "From which role on a second factor is obligatory.",
  REQUIRE_VERIFIED_EMAIL: "Whether a login needs a confirmed address.",
  RATE_LIMITS: "Requests per seconds that a caller may make, by class of route.",
} as const satisfies Partial<Record<keyof Config, string>>;

/** The settings of this deployment, as they are in force. They are changed where it is configured, not here. */
export function readSettings(ctx: Ctx): { name: string; value: string; description: string }[] {
  requirePermission(ctx, "system:admin");
  return Object.entries(SETTINGS).map(([name, description]) => {
    return { name, value: textOf(ctx.config[name as keyof typeof SETTINGS]), description };
  });
}

function textOf(value: Config[keyof typeof SETTINGS]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, { limit, periodSeconds }]) => `${name} ${limit}/${periodSeconds} s`)
      .join(", ");
  }
  return String(value);
}
