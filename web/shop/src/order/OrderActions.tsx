import { useLocation } from "preact-iso";
import { useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import { cart } from "../cart-state.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { CancelOrder } from "./CancelOrder.tsx";
import { reorder } from "./order-api.ts";
import { isOpen } from "./order-words.ts";

/** What else can be done with an order: its invoice, ordering it again, cancelling it. */
export function OrderActions({ order, onChange }: { order: Schema<"Order">; onChange: () => Promise<void> }) {
  const cancel = order.allowed_transitions.find(({ action }) => action === "cancel");
  const [isCancelling, setCancelling] = useState(false);
  const again = useReorder(order.id);
  const hasInvoice = !isOpen(order) && order.status !== "expired";
  return (
    <section aria-label="More about this order" class="stack">
      <div class="cluster">
        {hasInvoice && (
          <ButtonLink tone="secondary" href={`/orders/${order.id}?view=invoice`}>
            Invoice
          </ButtonLink>
        )}
        <Button tone="secondary" onClick={() => void again.run()} busy={again.isBusy}>
          Order again
        </Button>
        {cancel?.allowed && (
          <Button tone="danger" onClick={() => setCancelling(!isCancelling)} aria-expanded={isCancelling}>
            Cancel the order
          </Button>
        )}
      </div>
      {cancel?.allowed === false && order.status === "processing" && (
        <p class="muted">It cannot be cancelled here any more: {cancel.reason}.</p>
      )}
      {again.skipped.length > 0 && (
        <Notice tone="warning" title="Not everything could be put into your cart.">
          <p>{again.skipped.join(", ")} is not sold any more, or the cart is full.</p>
          <a href="/cart">Go to the cart</a>
        </Notice>
      )}
      {again.error !== undefined && <ProblemNotice error={again.error} />}
      {isCancelling && cancel?.allowed && (
        <CancelOrder order={order} onDone={onChange} onClose={() => setCancelling(false)} />
      )}
    </section>
  );
}

function useReorder(id: string) {
  const { route } = useLocation();
  const [state, setState] = useState<{ isBusy: boolean; skipped: string[]; error?: unknown }>(IDLE);
  const run = async () => {
    setState({ ...IDLE, isBusy: true });
    try {
      const { cart: filled, skipped } = await reorder(id);
      cart.value = filled;
      setState({ ...IDLE, skipped: skipped.map(({ sku }) => sku) });
      if (skipped.length === 0) route("/cart");
    } catch (error) {
      setState({ ...IDLE, error });
    }
  };
  return { ...state, run };
}

const IDLE = { isBusy: false, skipped: [] as string[] };
