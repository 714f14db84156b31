/** What the shopper wants to pay with, as POST /orders takes it; or why there is nothing to pay with yet. */
export type Collected = { payment_method: string; save_payment_method?: boolean } | { problem: string };

/** What is on the page to pay with: asks for the shopper's choice when they press the button. */
export interface Method {
  collect: () => Promise<Collected>;
}

/**
 * The payment method that was chosen.
 * @throws Error with what the shopper has to mend
 */
export async function collectFrom(method: Method | undefined) {
  if (!method) throw new Error("The payment form is still loading. Try again in a moment.");
  const collected = await method.collect();
  if ("problem" in collected) throw new Error(collected.problem);
  return collected;
}
