import type { Ctx } from "../../platform/ctx.ts";
import {
  type Fulfillment,
  fulfillmentDelivered,
  fulfillmentShipped,
  readFulfillment,
} from "../fulfillment/index.ts";
import { orderUrl } from "../checkout/index.ts";
import { orderView } from "../orders/index.ts";
import { orderMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { itemLine } from "./mail-wording.ts";
import { SAMPLE_ORDER } from "./mailed-order.ts";

interface Parcel extends Pick<Fulfillment, "carrier" | "tracking_number" | "tracking_url"> {
  number: string;
  /** Whether it holds all of the order. */
  isAll: boolean;
  /** The page that shows the order. */
  url: string;
  items: readonly { quantity: number; name: string; options: Record<string, string> }[];
}

// A fulfillment that is cancelled was never announced: only what is sent is.
function parcelOf(ctx: Ctx, about: { order_id: string; fulfillment_id: string }) {
  return orderMail(ctx, about.order_id, async (order): Promise<Parcel | null> => {
    const fulfillment = await readFulfillment(ctx, about.order_id, about.fulfillment_id);
    if (!fulfillment) return null;
    const { line_items: items, carrier, tracking_number, tracking_url } = fulfillment;
    const { number, line_items: ordered } = orderView(order, ctx);
    const isAll = unitsOf(items) >= unitsOf(ordered);
    return {
      number,
      isAll,
      url: await orderUrl(ctx, order.id),
      items,
      carrier,
      tracking_number,
      tracking_url,
    };
  });
}

function unitsOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((all, line) => all + line.quantity, 0);
}

const ALL: Parcel = {
  number: SAMPLE_ORDER.number,
  isAll: true,
  url: "https://shop.example.com/orders/01900000-0000-7000-8000-000000000001#token=the-token",
  items: SAMPLE_ORDER.line_items,
  carrier: "UPS",
  tracking_number: "1Z999AA10123456784",
  tracking_url: "https://carrier.example/track/?number=1Z999AA10123456784&lang=en",
};
const PART: Parcel = { number: ALL.number, url: ALL.url, isAll: false, items: ALL.items.slice(0, 1) };

/** Says that a parcel is on its way, with what is in it and how to follow it. */
const shipped = defineMail({
  name: "fulfillment-shipped",
  event: fulfillmentShipped,
  category: "transactional",
  resendable: true,
  load: parcelOf,
  samples: [ALL, PART],
  render: (parcel: Parcel, _shop, words) => {
    const { number, carrier, tracking_number, tracking_url, isAll, url } = parcel;
    const say = isAll ? words.parcel.sent : words.parcel.partSent;
    return {
      subject: say(number),
      title: words.order(number),
      blocks: [
        `${say(number, carrier)}${isAll ? "." : ":"}`,
        ...parcel.items.map(itemLine),
        ...(tracking_number === undefined ? [] : [words.parcel.tracking(tracking_number)]),
        ...(tracking_url === undefined ? [] : [{ label: words.parcel.follow, url: tracking_url }]),
        { label: words.seeOrder, url },
      ],
    };
  },
});

/** Says that a parcel has arrived. */
const delivered = defineMail({
  name: "fulfillment-delivered",
  event: fulfillmentDelivered,
  category: "transactional",
  resendable: true,
  load: parcelOf,
  samples: [ALL, PART],
  render: ({ number, items, isAll, url }: Parcel, _shop, words) => {
    const subject = (isAll ? words.parcel.delivered : words.parcel.partDelivered)(number);
    return {
      subject,
      title: words.order(number),
      blocks: [
        `${subject}${isAll ? "." : ":"}`,
        ...items.map(itemLine),
        words.parcel.wrong,
        { label: words.seeOrder, url },
      ],
    };
  },
});

export const fulfillmentMails = [shipped, delivered] as const;
