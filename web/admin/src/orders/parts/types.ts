import type { Schema } from "../../../../../client/index.ts";

export type Order = Schema<"Order">;
export type OrderLine = Schema<"OrderLine">;
export type Payment = Schema<"Payment">;
export type Fulfillment = Schema<"Fulfillment">;
export type Return = Schema<"Return">;
export type DraftOrder = Schema<"DraftOrder">;
export type Address = Schema<"Address">;
