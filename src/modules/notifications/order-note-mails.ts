import type { Mail } from "../../platform/mailer.ts";
import { letterMail, type Shop } from "./mail-page.ts";

/** What staff wrote to the customer about an order, paragraph by paragraph. */
export function orderNoteMail(
  order: { number: string; email: string },
  note: { body: string },
  shop: Shop,
): Promise<Mail> {
  const paragraphs = note.body.split(/\n+/).filter((line) => line.trim() !== "");
  return letterMail(
    {
      to: order.email,
      subject: `About your order ${order.number} at ${shop.name}`,
      title: `Order ${order.number}`,
      blocks: [`${shop.name} writes about your order ${order.number}:`, ...paragraphs],
    },
    shop,
  );
}
