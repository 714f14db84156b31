import type { Schema } from "../../../../../client/index.ts";
import { formatMoney, inWords, type Money } from "../../shared/format.ts";
import { countUnits, unitsText } from "../parts/units.ts";

type Event = Schema<"OrderEvent">;

const TITLES: Readonly<Record<string, string>> = {
  "order.place": "The order was placed",
  "order.settle": "The order was paid and confirmed",
  "order.settle_late": "Paid late, and confirmed",
  "order.refuse_late": "Paid too late: the money goes back",
  "order.refuse_cancelled": "Paid after it was cancelled: the money goes back",
  "order.fail_payment": "The payment failed",
  "order.retry_payment": "Another try to pay",
  "order.expire": "Not paid in time: expired",
  "order.process": "The order is being got ready",
  "order.ship": "All of it was shipped",
  "order.deliver": "All of it was delivered",
  "order.complete": "The order is complete",
  "order.cancel": "The order was cancelled",
  "order.note_added": "Note",
  "order.note_deleted": "A note was deleted",
  "order.tags_changed": "Tags changed",
  "order.edited": "The order was edited",
  "order.units_cancelled": "Units were cancelled",
  "order.difference_requested": "The difference was asked for",
  "order.held": "Put on hold",
  "order.hold_released": "No longer on hold",
  "order.exchange_placed": "Exchanged for a new order",
  "refund.requested": "Refund",
  "alert.raised": "Alert",
};

/** What happened, in a few words. */
export function titleOf({ type, data }: Event): string {
  if (type === "order.note_added" && data["visibility"] === "customer") return "Note to the customer";
  if (type.startsWith("mail.")) return `Mail ${type.slice(5)}: ${textOf(data["subject"]) ?? ""}`;
  const known = TITLES[type];
  if (known) return known;
  const [group = "", what = ""] = type.split(".");
  return inWords(group === "order" ? what : `${group} ${what}`);
}

/** What there is to say of it: amounts, units, reasons. */
export function detailOf({ type, data }: Event): string {
  const lines = data["line_items"] ?? data["lines"];
  return [
    moneyOf(data["amount"]),
    unitsIn(lines),
    type === "order.tags_changed" && tagsText(data),
    textOf(data["hold"]),
    type === "refund.requested" && textOf(data["status"]),
    textOf(data["code"]),
    textOf(data["detail"]),
    textOf(data["reason"]),
    textOf(data["failure_reason"]),
    textOf(data["carrier"], false),
    textOf(data["tracking_number"], false),
    textOf(data["recipient"], false),
  ]
    .filter(Boolean)
    .join(" · ");
}

function textOf(value: unknown, isCode = true): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return isCode && /^[a-z_.]+$/.test(value) ? inWords(value).toLowerCase() : value;
}

function moneyOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { amount, currency } = value as Partial<Money>;
  if (typeof amount !== "number" || typeof currency !== "string" || amount === 0) return undefined;
  return formatMoney({ amount, currency });
}

function unitsIn(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const units = (value as readonly unknown[]).filter(isCounted);
  return units.length > 0 ? unitsText(countUnits(units)) : undefined;
}

function isCounted(line: unknown): line is { quantity: number } {
  return typeof line === "object" && line !== null && "quantity" in line && typeof line.quantity === "number";
}

function tagsText({ added, removed }: Event["data"]): string {
  const list = (value: unknown, sign: string) =>
    Array.isArray(value) ? value.map((tag) => `${sign}${String(tag)}`) : [];
  return [...list(added, "+"), ...list(removed, "−")].join(" ");
}
