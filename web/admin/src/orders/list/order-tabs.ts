type Filter = Readonly<Record<string, string>>;

/** Views that staff need every day, each a filter of the API. */
export const ORDER_TABS: readonly { label: string; filter: Filter }[] = [
  { label: "All", filter: {} },
  { label: "To fulfil", filter: { status: "confirmed", on_hold: "false" } },
  { label: "In progress", filter: { status: "processing", on_hold: "false" } },
  { label: "Unpaid", filter: { status: "pending_payment" } },
  { label: "Payment failed", filter: { status: "payment_failed" } },
  { label: "On hold", filter: { on_hold: "true" } },
  { label: "Disputed", filter: { payment_status: "disputed" } },
  { label: "Partly refunded", filter: { payment_status: "partially_refunded" } },
  { label: "Refunded", filter: { payment_status: "refunded" } },
];

/** Which tab the filters are; -1 for a view of somebody's own. What is searched for does not matter. */
export function tabOf({ q: _, ...filter }: Record<string, unknown>): number {
  const wanted = JSON.stringify(Object.entries(filter).sort());
  return ORDER_TABS.findIndex((tab) => JSON.stringify(Object.entries(tab.filter).sort()) === wanted);
}
