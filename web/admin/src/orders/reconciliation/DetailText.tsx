import { fieldText } from "../../shared/field-text.ts";
import { RowLink } from "../../shared/RowLink.tsx";

const PLACES: Readonly<Record<string, { path: string; text: string }>> = {
  order: { path: "orders", text: "Open the order" },
  order_id: { path: "orders", text: "Open the order" },
  payment: { path: "payments", text: "Open the payment" },
  payment_id: { path: "payments", text: "Open the payment" },
};

/** A detail of a finding; an order or a payment leads to its page. */
export function DetailText({ name, value }: { name: string; value: unknown }) {
  const place = PLACES[name];
  if (!place || typeof value !== "string" || !ID.test(value)) return fieldText(value);
  return <RowLink to={`/${place.path}/${value}/show`}>{place.text}</RowLink>;
}

const ID = /^[\da-f]{8}-[\da-f-]{27}$/;
