import { inWords } from "../../shared/format.ts";
import type { Payment } from "../parts/types.ts";

/** `Visa •••• 4242`; what went wrong where nothing was paid. */
export function methodText({ method, last_error: problem, status }: Payment): string {
  const known = method ? [inWords(method.brand ?? method.type), method.last4 && `•••• ${method.last4}`] : [];
  const code = problem?.decline_code ?? problem?.code;
  const isPaid = status === "succeeded" || status === "requires_capture";
  return [...known, !isPaid && code && `(${inWords(code).toLowerCase()})`].filter(Boolean).join(" ");
}
