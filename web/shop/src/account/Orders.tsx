import { useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { STATUS_WORDS } from "../order/order-words.ts";
import { formatDay } from "../order/time.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Money } from "../ui/Money.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { useAction } from "./use-action.ts";
import { useRead } from "./use-read.ts";

type Order = Schema<"Order">;

/** The customer's orders, newest first, page after page. */
export function Orders() {
  const first = useRead(readFirst);
  if (first.error !== undefined) return <ProblemNotice error={first.error} />;
  if (!first.value) return <Skeleton height="16rem" />;
  return <OrderList first={first.value} />;
}

type Page = Awaited<ReturnType<typeof readPage>>;

function OrderList({ first }: { first: Page }) {
  const [pages, setPages] = useState([first]);
  const orders = pages.flatMap(({ data }) => data);
  const next = pages.at(-1)?.pagination.next_cursor ?? undefined;
  const more = useAction(async () => {
    const page = await readPage(next);
    setPages((before) => [...before, page]);
  });
  return (
    <section aria-labelledby="orders" class="stack">
      <h2 id="orders">Orders</h2>
      {orders.length === 0 && (
        <>
          <p>You have not ordered anything yet.</p>
          <p>
            <ButtonLink href="/search">Look around in the shop</ButtonLink>
          </p>
        </>
      )}
      <ul class="order-list">
        {orders.map((order) => (
          <li key={order.id} class="card">
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      {more.error !== undefined && <ProblemNotice error={more.error} />}
      {next !== undefined && (
        <Button tone="secondary" onClick={more.run} busy={more.isBusy}>
          Older orders
        </Button>
      )}
    </section>
  );
}

function OrderCard({ order }: { order: Order }) {
  const names = order.line_items
    .filter(({ quantity }) => quantity > 0)
    .map(({ quantity, name }) => `${quantity} × ${name}`);
  return (
    <>
      <p class="order-card-head">
        <a href={`/orders/${order.id}`}>Order {order.number}</a>
        <Money value={order.totals.total} />
      </p>
      <p>{STATUS_WORDS[order.status]}</p>
      <p class="muted">
        {formatDay(order.placed_at)} · {names.join(", ")}
      </p>
    </>
  );
}

function readFirst(): Promise<Page> {
  return readPage(undefined);
}

function readPage(cursor: string | undefined) {
  const query = { limit: 10, ...(cursor === undefined ? {} : { cursor }) };
  return dataOf(client.GET("/api/v1/customers/me/orders", { params: { query } }));
}
