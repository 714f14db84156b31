import { defineError } from "../../platform/errors.ts";

export const paymentDeclined = defineError("payment.declined", 402, "The payment was declined");
export const paymentMethodInvalid = defineError(
  "payment.method_invalid",
  422,
  "The payment method cannot be used",
);
export const paymentRefused = defineError(
  "payment.refused",
  422,
  "The payment provider refuses this payment",
);
export const paymentInProgress = defineError("payment.in_progress", 409, "Another attempt to pay is running");
export const paymentUnavailable = defineError(
  "payment.unavailable",
  503,
  "The payment provider did not answer",
);
export const webhookSignatureInvalid = defineError(
  "payment.webhook_signature_invalid",
  400,
  "The webhook's signature is not valid",
);

export const refundExceedsCaptured = defineError(
  "refund.exceeds_captured",
  409,
  "More than is left of the payment was asked back",
);
export const paymentNotRefundable = defineError(
  "payment.not_refundable",
  409,
  "Nothing of the payment can be given back",
);
export const paymentNotCapturable = defineError(
  "payment.not_capturable",
  409,
  "The payment cannot be captured",
);
export const paymentNotVoidable = defineError("payment.not_voidable", 409, "The payment cannot be voided");
export const authorizationGone = defineError(
  "payment.authorization_lapsed",
  409,
  "The authorisation is gone and cannot be captured any more",
);
export const captureExceedsAuthorized = defineError(
  "payment.capture_exceeds_authorized",
  409,
  "More than was authorised was to be captured",
);
