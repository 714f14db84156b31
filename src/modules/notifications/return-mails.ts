import type { Mail } from "../../platform/mailer.ts";
import { formatMoney } from "../../platform/money.ts";
import type { Return } from "../returns/index.ts";
import { type Block, letterMail, type Shop } from "./mail-page.ts";

/** Whom a mail about a return goes to, and which order it is of. */
export interface ReturnMail {
  to: string;
  orderNumber: string;
  returned: Return;
}

/** Says that the customer's wish has arrived. */
export function returnRequestedMail({ to, orderNumber, returned }: ReturnMail, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `We have received your return request for order ${orderNumber}`,
      title: `Return for order ${orderNumber}`,
      blocks: [
        `You would like to return: ${goods(returned)}.`,
        "We look at it and write to you again. Please do not send anything before that.",
      ],
    },
    shop,
  );
}

/** Says that the goods may be sent, and how. */
export function returnApprovedMail({ to, orderNumber, returned }: ReturnMail, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `Your return for order ${orderNumber} is approved`,
      title: `Return for order ${orderNumber}`,
      blocks: [
        `Please send us: ${goods(returned)}.`,
        ...paragraphs(returned.instructions),
        ...(returned.label === undefined ? [] : ["Put this on the parcel:", ...paragraphs(returned.label)]),
      ],
    },
    shop,
  );
}

/** Says that the shop does not take the goods back, and why. */
export function returnRejectedMail({ to, orderNumber, returned }: ReturnMail, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `Your return request for order ${orderNumber}`,
      title: `Return for order ${orderNumber}`,
      blocks: [
        `We cannot take this back: ${goods(returned)}.`,
        ...paragraphs(returned.rejection_reason),
        `If you think that this is a mistake, please tell ${shop.name}.`,
      ],
    },
    shop,
  );
}

/** Says which of the goods have arrived. */
export function returnReceivedMail({ to, orderNumber, returned }: ReturnMail, shop: Shop): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `Your return for order ${orderNumber} has arrived`,
      title: `Return for order ${orderNumber}`,
      blocks: [`We have received: ${goods(returned, "received")}. We write to you again about your money.`],
    },
    shop,
  );
}

/** Says how much money goes back. */
export function returnRefundedMail(
  { to, orderNumber, returned }: ReturnMail,
  amount: number,
  shop: Shop,
): Promise<Mail> {
  const currency = returned.refund_amount?.currency ?? "";
  return letterMail(
    {
      to,
      subject: `Your refund for order ${orderNumber}`,
      title: `Return for order ${orderNumber}`,
      blocks: [
        `We are refunding ${formatMoney({ amount, currency })} for what you returned, to the payment method that you used. Banks usually show it within 5 to 10 days.`,
      ],
    },
    shop,
  );
}

/** Says that something else is sent for what came back, and how to pay what it costs more. */
export function returnExchangedMail(
  { to, orderNumber }: Omit<ReturnMail, "returned">,
  exchange: { number: string; payUrl: string | null; due: string },
  shop: Shop,
): Promise<Mail> {
  const { number, payUrl, due } = exchange;
  return letterMail(
    {
      to,
      subject: `Your exchange for order ${orderNumber}`,
      title: `Return for order ${orderNumber}`,
      blocks:
        payUrl === null
          ? [`We send you something else for what you returned: order ${number}. There is nothing to pay.`]
          : [
              `We send you something else for what you returned: order ${number}. It costs ${due} more; we send it when that is paid.`,
              { label: `Pay ${due}`, url: payUrl },
            ],
    },
    shop,
  );
}

/** Tells staff that somebody wants to return something. */
export function returnRequestedStaffMail(
  { to, orderNumber, returned }: ReturnMail,
  shop: Shop,
): Promise<Mail> {
  return letterMail(
    {
      to,
      subject: `Return requested for order ${orderNumber}`,
      title: `Return requested for order ${orderNumber}`,
      blocks: [
        `To be returned: ${goods(returned)}.`,
        ...paragraphs(returned.reason),
        ...(returned.wants_exchange ? ["Something else is wanted rather than the money."] : []),
        `Return ${returned.id}`,
      ],
    },
    shop,
  );
}

function goods({ line_items: lines }: Return, which: "announced" | "received" = "announced"): string {
  return lines
    .map((line) => ({
      name: [line.name, ...Object.values(line.options)].join(", "),
      units: which === "announced" ? line.quantity : line.restocked_quantity + line.written_off_quantity,
    }))
    .filter(({ units }) => units > 0)
    .map(({ name, units }) => `${units} x ${name}`)
    .join("; ");
}

/** A text of several lines as people wrote it. */
function paragraphs(text: string | undefined): Block[] {
  return (text ?? "").split("\n").filter((line) => line.trim() !== "");
}
