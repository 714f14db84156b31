import type { Ctx } from "../../platform/ctx.ts";

/** What the emulator takes in place of a card. */
const TEST_METHODS = [
  { id: "pm_card_visa", name: "Test card that pays" },
  { id: "pm_card_authenticationRequired", name: "Test card that asks for confirmation" },
  { id: "pm_card_chargeDeclined", name: "Test card that is declined" },
];

/** What can be paid with where the Stripe emulator stands in for Stripe, as it only does locally; undefined elsewhere. */
export function testPaymentMethods({ env, config }: Ctx): typeof TEST_METHODS | undefined {
  const isDeployed = config.ENVIRONMENT === "production" || config.ENVIRONMENT === "staging";
  return env.STRIPE_API !== undefined && !isDeployed ? TEST_METHODS : undefined;
}
