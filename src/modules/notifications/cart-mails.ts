import type { Mail } from "../../platform/mailer.ts";
import { letterMail, type Shop } from "./mail-page.ts";
import { greeting } from "./mail-wording.ts";

export interface AbandonedCart {
  email: string;
  first_name: string;
  items: readonly { name: string; options: Record<string, string>; quantity: number }[];
}

/** As many items are named; a mail is no list of a hundred. */
const NAMED = 10;

/** Reminds of a cart that was left alone, and says why it comes and how to get no more. Prices are not told: they may change. */
export function abandonedCartMail({ email, first_name, items }: AbandonedCart, shop: Shop): Promise<Mail> {
  const named = items.slice(0, NAMED).map((item) => {
    return `${item.quantity} x ${[item.name, ...Object.values(item.options)].join(", ")}`;
  });
  const others = items.length - named.length;
  return letterMail(
    {
      to: email,
      subject: `Your cart at ${shop.name}`,
      title: "You left something in your cart",
      blocks: [
        greeting(first_name),
        `Your cart at ${shop.name} still holds:`,
        ...named,
        ...(others > 0 ? [`and ${others} more`] : []),
        "Nothing is held back for you: prices may change and items may sell out.",
        { label: `Go to ${shop.name}`, url: shop.url },
        `You get this mail, once for this cart, because you asked ${shop.name} for news. To get no more like it, turn news off in your account's profile. Mails about your orders still come.`,
      ],
    },
    shop,
  );
}
