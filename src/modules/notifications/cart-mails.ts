import { cartAbandoned, cartView, isIdle, readCart } from "../cart/index.ts";
import { findCustomer } from "../customers/index.ts";
import { ADA, type Person } from "./account-mails.ts";
import { defineMail } from "./mail-template.ts";
import { greeting, itemLine } from "./mail-wording.ts";

interface AbandonedCart {
  person: Person;
  items: readonly { name: string; options: Record<string, string>; quantity: number }[];
}

/** As many items are named; a mail is no list of a hundred. */
const NAMED = 10;

const MUG = { name: "Enamel mug", options: { Colour: "Red" }, quantity: 2 };

/** Reminds of a cart that was left alone, and says why it comes and how to get no more. Prices are not told: they may change. */
const abandonedCart = defineMail({
  name: "abandoned-cart",
  event: cartAbandoned,
  category: "marketing",
  resendable: false,
  /**
   * Only to customers who asked for news and proved that the address is theirs; a guest has asked for nothing. A cart that has been
   * touched or ordered since is no longer abandoned.
   */
  async load(ctx, { cart_id, cart_generation }) {
    const customer = await findCustomer(ctx, cart_id);
    if (customer?.status !== "active" || !customer.accepts_marketing || !customer.email_verified_at)
      return null;
    const cart = await readCart(ctx, { id: cart_id, token: undefined, isNew: false });
    const isStill = isIdle(cart, ctx.config.CART_ABANDONED_HOURS, ctx.now());
    if (!isStill || cart.generation !== cart_generation) return null;
    return {
      to: customer.email,
      locale: customer.locale,
      data: { person: customer, items: cartView(cart).items },
      userId: cart_id,
    };
  },
  samples: [
    { person: ADA, items: [MUG] },
    {
      person: { first_name: "" },
      items: Array.from({ length: 12 }, (_, index) => ({ ...MUG, quantity: index + 1 })),
    },
  ],
  render: ({ person, items }: AbandonedCart, shop, words) => {
    const others = items.length - NAMED;
    return {
      subject: words.cart.subject(shop.name),
      title: words.cart.title,
      blocks: [
        greeting(person.first_name, words),
        words.cart.holds(shop.name),
        ...items.slice(0, NAMED).map(itemLine),
        ...(others > 0 ? [words.cart.more(others)] : []),
        words.cart.noHold,
        { label: words.cart.button(shop.name), url: shop.url },
        words.cart.why(shop.name),
      ],
    };
  },
});

export const cartMails = [abandonedCart] as const;
