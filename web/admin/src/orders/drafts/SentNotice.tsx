import { Alert } from "@mui/material";
import { useGetOne } from "react-admin";
import { OrderLink } from "../parts/OrderLink.tsx";
import type { Order } from "../parts/types.ts";

/** Where the order is that a draft became. */
export function SentNotice({ orderId }: { orderId: string }) {
  const { data } = useGetOne<Order>("orders", { id: orderId });
  return (
    <Alert severity="success">
      It was sent as order <OrderLink id={orderId} number={data?.number ?? "…"} />.
    </Alert>
  );
}
