import { useLocation } from "preact-iso";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { ApiProblem } from "../api.ts";
import { forgetOpenOrder } from "../checkout/open-order.ts";
import { usePageHead } from "../frame/page-head.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { InvoiceView } from "./InvoiceView.tsx";
import { OrderView } from "./OrderView.tsx";
import { takeLinkedToken } from "./order-tokens.ts";
import { useOrderFile } from "./use-order-file.ts";
import "../checkout/checkout.css";
import "./order.css";

/** What became of an order: for who placed it, by their account, this browser, or a link with the order's token. */
export function OrderPage({ id }: { id: string }) {
  // Before the order is read, because it opens it.
  useLayoutEffect(() => takeLinkedToken(id), [id]);
  useEffect(reloadWithToken, []);
  const { query } = useLocation();
  const { file, error, read, isWaitingForBank } = useOrderFile(id, query["payment_intent"] !== undefined);
  const isShown = file !== undefined;
  useEffect(() => {
    if (isShown) forgetOpenOrder(id);
  }, [isShown, id]);
  usePageHead({ title: file ? `Order ${file.order.number}` : "Order", noIndex: true });
  if (query["view"] === "invoice") return <InvoiceView id={id} />;
  if (file) return <OrderView file={file} onChange={read} isWaitingForBank={isWaitingForBank} />;
  if (error !== undefined) return <NotShown error={error} />;
  return (
    <div class="page stack" aria-busy="true">
      <Skeleton width="20rem" height="2.2rem" />
      <Skeleton height="6rem" />
      <Skeleton height="18rem" />
    </div>
  );
}

/** A link that leads to this very page, with a token, only changes the address of it. */
function reloadWithToken(): () => void {
  const look = () => location.hash.startsWith("#token=") && location.reload();
  addEventListener("hashchange", look);
  return () => removeEventListener("hashchange", look);
}

function NotShown({ error }: { error: unknown }) {
  const isHidden = error instanceof ApiProblem && [401, 403, 404, 422].includes(error.status);
  if (!isHidden) {
    return (
      <div class="page">
        <ProblemNotice error={error} />
      </div>
    );
  }
  return (
    <div class="page empty">
      <h1>This order cannot be shown here</h1>
      <p>
        An order is shown to who placed it: log in to the account that it belongs to, or open it in the
        browser in which it was placed.
      </p>
      <p class="cluster">
        <ButtonLink href={`/account?then=${encodeURIComponent(location.pathname)}`}>Log in</ButtonLink>
        <ButtonLink href="/" tone="secondary">
          To the shop
        </ButtonLink>
      </p>
    </div>
  );
}
