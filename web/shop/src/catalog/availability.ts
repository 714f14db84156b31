import type { Schema } from "../api.ts";

/** What each class of availability is called; nothing is said of what is simply there. */
export const AVAILABILITY: Record<Schema<"Availability">, string> = {
  in_stock: "In stock",
  low_stock: "Only a few left",
  backorder: "Sold out for now; ordered, it ships when it is back",
  out_of_stock: "Sold out",
};
