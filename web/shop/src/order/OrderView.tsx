import { AddressLines } from "../address/AddressLines.tsx";
import { PayOrder } from "../checkout/PayOrder.tsx";
import { SummaryLines } from "../checkout/SummaryLines.tsx";
import { Totals } from "../checkout/Totals.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Fulfillments } from "./Fulfillments.tsx";
import type { OrderFile } from "./order-api.ts";
import { OrderActions } from "./OrderActions.tsx";
import { isOpen, orderWords } from "./order-words.ts";
import { OrderPayments } from "./OrderPayments.tsx";
import { Returns } from "./Returns.tsx";
import { formatDay, formatTime } from "./time.ts";
import { Timeline } from "./Timeline.tsx";

/** The order's page, from its state in words down to its addresses. */
export function OrderView({
  file,
  onChange,
  isWaitingForBank,
}: {
  file: OrderFile;
  onChange: () => Promise<void>;
  isWaitingForBank: boolean;
}) {
  const { order, payable, fulfillments, events } = file;
  const lines = order.line_items.filter(({ quantity }) => quantity > 0);
  return (
    <div class="page order">
      <header class="order-head">
        <p class="muted">
          Order {order.number}, placed on {formatDay(order.placed_at)}
        </p>
        <State file={file} isWaitingForBank={isWaitingForBank} />
      </header>
      {payable.payment && !isWaitingForBank && (
        <section class="card order-pay" aria-labelledby="pay">
          <h2 id="pay">Pay this order</h2>
          <PayOrder payable={payable} onPaid={() => void onChange()} key={payable.payment.id} />
        </section>
      )}
      <div class="order-columns">
        <div class="stack order-main">
          <Fulfillments fulfillments={fulfillments} />
          <section class="card" aria-labelledby="lines">
            <h2 id="lines">What you ordered</h2>
            <SummaryLines lines={lines.length > 0 ? lines : order.line_items} />
            <Totals totals={order.totals} taxes={order.tax_lines} />
            {order.note !== undefined && <p class="order-note">Your note: {order.note}</p>}
          </section>
          <Returns file={file} onChange={onChange} />
          <OrderActions order={order} onChange={onChange} />
        </div>
        <div class="stack">
          <section class="card" aria-labelledby="addresses">
            <h2 id="addresses">Delivery</h2>
            <AddressLines address={order.shipping_address} />
            {order.shipping_option && <p class="muted">{order.shipping_option.name}</p>}
            {order.billing_address && (
              <>
                <h3>Billed to</h3>
                <AddressLines address={order.billing_address} />
              </>
            )}
            <h3>Contact</h3>
            <p class="order-email">{order.email}</p>
          </section>
          <OrderPayments order={order} />
          <Timeline events={events} />
        </div>
      </div>
    </div>
  );
}

function State({
  file: { order, payable },
  isWaitingForBank,
}: {
  file: OrderFile;
  isWaitingForBank: boolean;
}) {
  const words = isWaitingForBank
    ? { title: "We are waiting for your bank", text: "This takes a few seconds. The page goes on by itself." }
    : orderWords(order);
  const until = payable.payment?.payable_until;
  return (
    <div role="status">
      <h1>{words.title}</h1>
      <p class="lead">
        {words.text}
        {until !== undefined &&
          isOpen(order) &&
          !isWaitingForBank &&
          ` You can pay until ${formatTime(until)}.`}
      </p>
      {order.on_hold !== undefined && (
        <Notice tone="warning">
          <p>Nothing of it is sent until the question is settled.</p>
        </Notice>
      )}
    </div>
  );
}
