import type Stripe from "stripe";
import type { Attempt } from "./charge.build.ts";

/** Why the charge was accepted or refused, as Radar and the issuer tell it. */
export function chargeOutcome({ status, decline }: Attempt): Stripe.Charge.Outcome | null {
  if (status === "pending") return null;
  if (decline === null)
    return { ...NO_CODES, ...LOW_RISK, network_status: "approved_by_network", ...AUTHORIZED };
  if (decline.blocked === true) return { ...NO_CODES, ...BLOCKED };
  return {
    ...LOW_RISK,
    advice_code: "try_again_later",
    network_advice_code: null,
    network_decline_code: "01",
    network_status: "declined_by_network",
    reason: decline.declineCode,
    seller_message: "The bank did not accept the payment.",
    type: "issuer_declined",
  };
}

const NO_CODES = { advice_code: null, network_advice_code: null, network_decline_code: null };
const LOW_RISK = { risk_level: "normal", risk_score: 20 };
const AUTHORIZED = { reason: null, seller_message: "Payment complete.", type: "authorized" };
const BLOCKED = {
  network_status: "not_sent_to_network",
  reason: "highest_risk_level",
  risk_level: "highest",
  risk_score: 92,
  seller_message: "Stripe blocked this payment as too risky.",
  type: "blocked",
};
