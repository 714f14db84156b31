/** What can be made to go wrong, by the end of the payment method's name `pm_fault_…`. */
export const FAULTS = [
  "timeout",
  "500",
  "answer_lost",
  "webhook_twice",
  "webhook_late",
  "webhook_reversed",
  "webhook_never",
  "refund_500",
  "refund_answer_lost",
  "capture_500",
  "capture_answer_lost",
] as const;

export type Fault = (typeof FAULTS)[number];
