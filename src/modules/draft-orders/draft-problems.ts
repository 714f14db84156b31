import { MAX_SUBTOTAL, needsShipping, shippingRates } from "../cart/index.ts";
import type { DraftProblem } from "./draft-orders.schema.ts";
import { type DraftFacts, isActive } from "./read-draft-facts.ts";

/** What stands in the way of sending a draft, part by part. Pure. */
export function draftProblems(facts: DraftFacts): DraftProblem[] {
  return [...customerProblems(facts), ...lineProblems(facts), ...deliveryProblems(facts)];
}

function customerProblems({ row, customer, cart }: DraftFacts): DraftProblem[] {
  const problems: DraftProblem[] = [];
  if (row.customer_id !== null && !isActive(customer)) {
    problems.push({
      code: "customer_inactive",
      pointer: "#/customer_id",
      message: "The customer's account is not active.",
    });
  }
  if (cart.email === undefined)
    problems.push({
      code: "missing",
      pointer: "#/email",
      message: "There is no address to send the link to.",
    });
  return problems;
}

function lineProblems({ cart, variants }: DraftFacts): DraftProblem[] {
  if (cart.lines.length === 0) {
    return [{ code: "missing", pointer: "#/line_items", message: "There is nothing in it." }];
  }
  const wanted = new Map<string, number>();
  let sum = 0;
  return cart.lines.flatMap((line, index): DraftProblem[] => {
    const pointer = `#/line_items/${index}`;
    const { sku, variantId, available, prices } = line.variant;
    if (!variants.has(variantId)) {
      return [{ code: "unavailable", pointer, message: `${sku} is not sold any more.` }];
    }
    const price = prices[cart.currency];
    if (price === undefined) {
      const message = `${sku} has no price in ${cart.currency}.`;
      return [{ code: "not_sold_in_currency", pointer, message }];
    }
    sum += price * line.quantity;
    if (sum > MAX_SUBTOTAL) {
      return [{ code: "too_expensive", pointer, message: "The draft costs more than an order can." }];
    }
    const inAll = (wanted.get(variantId) ?? 0) + line.quantity;
    wanted.set(variantId, inAll);
    if (available === null || available >= inAll) return [];
    const message = `${sku}: ${inAll} wanted, ${available} left.`;
    return [{ code: "insufficient_stock", pointer, message, available }];
  });
}

function deliveryProblems({ cart }: DraftFacts): DraftProblem[] {
  if (!cart.shippingAddress) {
    return [{ code: "missing", pointer: "#/shipping_address", message: "There is no shipping address." }];
  }
  if (!needsShipping(cart)) return [];
  if ((cart.market?.rates.length ?? 0) === 0) {
    const message = "The shop does not ship to this address.";
    return [{ code: "not_served", pointer: "#/shipping_address", message }];
  }
  const pointer = "#/shipping_option_id";
  if (cart.shippingRateId === undefined) {
    return [{ code: "missing", pointer, message: "No shipping option is chosen." }];
  }
  if (shippingRates(cart).some((rate) => rate.id === cart.shippingRateId)) return [];
  const message = "The shipping option is not offered for this address and these goods.";
  return [{ code: "shipping_option_unavailable", pointer, message }];
}
