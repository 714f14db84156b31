import { type Decline, DECLINES, GENERIC_DECLINE } from "./cards.declines.ts";
import { FAULTS, type Fault } from "./cards.faults.ts";

export interface TestCard {
  name: string;
  brand: "visa" | "mastercard" | "amex" | "discover";
  last4: string;
  funding: "credit" | "debit";
  /** What happens when a payment is confirmed with it. */
  behaviour: "succeeds" | "declines" | "authenticates" | "authenticates_once" | "processes";
  /** True when it can be attached and set up, whatever happens to its payments. */
  isKeepable: boolean;
  /** What becomes of refunds to it. */
  refunds: "succeed" | "pend" | "fail";
  /** True when its charges are disputed as soon as they are captured. */
  isDisputed: boolean;
  decline: Decline | null;
  fault: Fault | null;
}

const VISA: TestCard = {
  name: "pm_card_visa",
  brand: "visa",
  last4: "4242",
  funding: "credit",
  behaviour: "succeeds",
  isKeepable: true,
  refunds: "succeed",
  isDisputed: false,
  decline: null,
  fault: null,
};

const SUCCEEDING: TestCard[] = [
  VISA,
  { ...VISA, name: "pm_card_visa_debit", last4: "5556", funding: "debit" },
  { ...VISA, name: "pm_card_mastercard", brand: "mastercard", last4: "4444" },
  { ...VISA, name: "pm_card_amex", brand: "amex", last4: "8431" },
  { ...VISA, name: "pm_card_discover", brand: "discover", last4: "1117" },
  { ...VISA, name: "pm_card_pendingRefund", last4: "7726", refunds: "pend" },
  { ...VISA, name: "pm_card_refundFail", last4: "5126", refunds: "fail" },
  { ...VISA, name: "pm_card_createDispute", last4: "0259", isDisputed: true },
  { ...VISA, name: "pm_card_authenticationRequiredOnSetup", last4: "3155", behaviour: "authenticates_once" },
];

const AUTHENTICATING = {
  authenticationRequired: "3184",
  threeDSecure2Required: "3220",
  threeDSecureRequired: "3063",
};

const CARDS = new Map<string, TestCard>(
  [
    ...SUCCEEDING,
    ...Object.entries(DECLINES).map(([suffix, { last4, ...decline }]): TestCard => ({
      ...VISA,
      name: `pm_card_chargeDeclined${suffix}`,
      last4,
      behaviour: "declines",
      isKeepable: false,
      decline,
    })),
    {
      ...VISA,
      name: "pm_card_chargeCustomerFail",
      last4: "0341",
      behaviour: "declines",
      decline: GENERIC_DECLINE,
    } satisfies TestCard,
    ...Object.entries(AUTHENTICATING).map(([suffix, last4]): TestCard => ({
      ...VISA,
      name: `pm_card_${suffix}`,
      last4,
      behaviour: "authenticates",
    })),
    ...FAULTS.map((fault): TestCard => ({ ...VISA, name: `pm_fault_${fault}`, fault })),
    {
      ...VISA,
      name: "pm_usBankAccount_processing",
      last4: "6789",
      behaviour: "processes",
    } satisfies TestCard,
  ].map((card) => [card.name, card]),
);

/** The test payment method of that name, as `pm_card_…`, `pm_card_visa_chargeDeclined…`, `pm_fault_…`. */
export function testCard(name: string): TestCard | undefined {
  return CARDS.get(name.replace("pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"));
}

/** The test payment method behind a card token: `tok_visa` is `pm_card_visa`, `tok_fault_500` is `pm_fault_500`. */
export function testCardOfToken(token: string): TestCard | undefined {
  if (!token.startsWith("tok_")) return undefined;
  const name = token.slice("tok_".length);
  return testCard(`pm_card_${name}`) ?? testCard(`pm_${name}`);
}
