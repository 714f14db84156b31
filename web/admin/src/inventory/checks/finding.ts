import type { Schema } from "../../../../../client/index.ts";

export type StockCheck = Schema<"StockCheck">;
export type Finding = StockCheck["findings"][number] & { repairable?: boolean };

/** What a finding means. */
export const MEANINGS: Readonly<Record<Finding["kind"], string>> = {
  on_hand_differs: "On hand is not what the ledger adds up to",
  reserved_differs: "Reserved is not what orders hold",
  oversold: "More is promised than may be",
  reservation_of_closed_order: "A closed order still holds stock",
  sale_not_booked: "A paid order is not booked yet",
};
