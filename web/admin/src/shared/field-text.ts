import { formatMoney, type Money } from "./format.ts";

/** A field's value as people read it, whatever it is. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value !== "object") return "–";
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map(itemText).join("\n");
  return isMoney(value) ? formatMoney(value) : itemText(value);
}

/** What stands for an object in a list: what it is called, else all of it. */
function itemText(item: unknown): string {
  if (typeof item !== "object" || item === null) return fieldText(item);
  const { name, sku, label, value } = item as Record<string, unknown>;
  const words = [name ?? sku ?? label, value].filter((each) => typeof each === "string");
  return words.length > 0 ? words.join(": ") : JSON.stringify(item, null, 1).replaceAll(/[{}"]/g, "").trim();
}

function isMoney(value: object): value is Money {
  return "amount" in value && "currency" in value && typeof value.amount === "number";
}
