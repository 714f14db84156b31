import { RowLink } from "../../shared/RowLink.tsx";

/** An order's number, leading to its page. */
export function OrderLink({ id, number }: { id: string; number: string }) {
  return <RowLink to={`/orders/${id}/show`}>{number}</RowLink>;
}
