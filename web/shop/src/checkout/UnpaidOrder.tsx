import { useLocation } from "preact-iso";
import { useCallback, useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { tokenHeader } from "../order/order-api.ts";
import { formatTime } from "../order/time.ts";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { forgetOpenOrder } from "./open-order.ts";
import { PayOrder } from "./PayOrder.tsx";
import type { OrderRef } from "./place-order.ts";

/** The order is placed and its goods are held, but the payment did not go through: it can be tried again right here. */
export function UnpaidOrder({
  order,
  message,
}: {
  order: Pick<OrderRef, "id" | "number">;
  message?: string | undefined;
}) {
  const { route } = useLocation();
  const [payable, setPayable] = useState<Schema<"PayableOrder">>();
  const [error, setError] = useState<unknown>();
  const done = useCallback(() => {
    forgetOpenOrder(order.id);
    route(`/orders/${order.id}`, true);
  }, [order.id, route]);
  useEffect(() => {
    const params = { path: { id: order.id }, header: tokenHeader(order.id) };
    dataOf(client.GET("/api/v1/orders/{id}/payable", { params }))
      // Paid meanwhile, expired or cancelled: its page says which.
      .then((read) => (read.payment ? setPayable(read) : done()))
      .catch(setError);
  }, [order.id, done]);
  const until = payable?.payment?.payable_until;
  return (
    <div class="stack unpaid">
      <Notice
        tone={message === undefined ? "info" : "error"}
        title={`Order ${order.number} is placed, but not paid.`}
      >
        {message !== undefined && <p>{message}</p>}
        <p>
          {until === undefined ? "" : `Everything is held for you until ${formatTime(until)}. `}
          Pay with another method, or try again.
        </p>
      </Notice>
      {error !== undefined && <ProblemNotice error={error} />}
      {payable ? (
        <PayOrder payable={payable} onPaid={done} />
      ) : (
        error === undefined && <Skeleton height="14rem" />
      )}
      <p>
        <a href={`/orders/${order.id}`}>See the order</a>
      </p>
    </div>
  );
}
