import { useGetList } from "react-admin";
import type { Payment } from "../parts/types.ts";

/** The payments of an order with their ledgers, oldest first. */
export function usePayments(orderId: string) {
  return useGetList<Payment>("payments", {
    filter: { order_id: orderId },
    pagination: { page: 1, perPage: 100 },
    sort: { field: "created_at", order: "ASC" },
  });
}
