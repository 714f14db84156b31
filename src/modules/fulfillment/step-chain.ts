import { afterStep, type OrderRow, type OrderStep } from "../orders/index.ts";

/** Makes steps that follow one another: each is made from the order as the one before leaves it. Pure. */
export function chainSteps(
  order: OrderRow,
  first: (at: OrderRow) => OrderStep,
  ...more: ((at: OrderRow) => OrderStep)[]
): { steps: [OrderStep, ...OrderStep[]]; after: OrderRow } {
  const steps: [OrderStep, ...OrderStep[]] = [first(order)];
  let after = afterStep(order, steps[0]);
  for (const make of more) {
    const step = make(after);
    steps.push(step);
    after = afterStep(after, step);
  }
  return { steps, after };
}
