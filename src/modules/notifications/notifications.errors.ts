import { defineError } from "../../platform/errors.ts";

export const mailWebhookInvalid = defineError(
  "notification.webhook_signature_invalid",
  400,
  "The report does not come from the mail service",
);

export const mailNotResendable = defineError(
  "notification.not_resendable",
  409,
  "The mail cannot be sent again",
);

export const recipientSuppressed = defineError(
  "notification.recipient_suppressed",
  409,
  "The address gets no mail",
);

export const unsubscribeLinkInvalid = defineError(
  "notification.unsubscribe_link_invalid",
  422,
  "The link to unsubscribe is not valid",
);
