import type { DomainError } from "../../platform/errors.ts";
import { outOfStock } from "../inventory/index.ts";
import { notServed } from "../shipping/index.ts";
import { editInvalid, orderNotEditable } from "./order-changes.errors.ts";
import type { EditPlan } from "./plan-edit.ts";

/** The error for what stands in the way of an edit; undefined when nothing does. Pure. */
export function editProblemError({
  problems,
  all,
}: Pick<EditPlan, "problems" | "all">): DomainError | undefined {
  const [first] = problems;
  if (!first) return undefined;
  const errors = problems.map(({ pointer, code, message }) => ({ pointer, code, message }));
  if (first.code === "insufficient_stock") {
    const short = problems.filter(({ code }) => code === "insufficient_stock");
    const items = short.map(({ pointer, available }) => {
      const line = all.find((each) => each.pointer === pointer);
      return {
        variant_id: line?.variant.variantId,
        sku: line?.variant.sku,
        requested: line?.added,
        available,
      };
    });
    return outOfStock(first.message, { facts: { items }, errors });
  }
  if (first.code === "below_fulfilled") {
    return orderNotEditable(first.message, { errors });
  }
  if (first.code === "not_served") return notServed(first.message, { errors });
  return editInvalid(first.message, { errors });
}
