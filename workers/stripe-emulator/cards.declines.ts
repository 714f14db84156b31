/** Why the issuer, or Stripe itself, refuses a charge. */
export interface Decline {
  code: string;
  declineCode: string;
  message: string;
  param?: string;
  /** True when Stripe blocks the payment before it reaches the card network. */
  blocked?: boolean;
}

const DECLINED = { code: "card_declined", message: "Your card was declined." };

/** How most cards are declined. */
export const GENERIC_DECLINE: Decline = { ...DECLINED, declineCode: "generic_decline" };

/** Declines by the end of the test card's name, `pm_card_chargeDeclined…`. */
export const DECLINES: Record<string, Decline & { last4: string }> = {
  "": { ...GENERIC_DECLINE, last4: "0002" },
  InsufficientFunds: {
    code: "card_declined",
    declineCode: "insufficient_funds",
    message: "Your card has insufficient funds.",
    last4: "9995",
  },
  LostCard: { ...DECLINED, declineCode: "lost_card", last4: "9987" },
  StolenCard: { ...DECLINED, declineCode: "stolen_card", last4: "9979" },
  Fraudulent: { ...DECLINED, declineCode: "fraudulent", blocked: true, last4: "0019" },
  ExpiredCard: {
    code: "expired_card",
    declineCode: "expired_card",
    message: "Your card has expired.",
    param: "exp_month",
    last4: "0069",
  },
  IncorrectCvc: {
    code: "incorrect_cvc",
    declineCode: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
    param: "cvc",
    last4: "0127",
  },
  ProcessingError: {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
    last4: "0119",
  },
};

/** What a card that needs authentication answers when the customer cannot be asked. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};
