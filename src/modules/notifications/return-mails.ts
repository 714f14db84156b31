import type { Ctx } from "../../platform/ctx.ts";
import { returnApproved, returnReceived, returnRejected, returnRequested } from "../returns/index.ts";
import { defineMail } from "./mail-template.ts";
import { itemName, paragraphs } from "./mail-wording.ts";
import {
  ABOUT,
  letter,
  type MailedReturn,
  returnOf,
  type ReturnMail,
  type ReturnRef,
} from "./mailed-return.ts";

const { number, returned } = ABOUT;

const load = (ctx: Ctx, ref: ReturnRef) => returnOf<ReturnMail>(ctx, ref, (about) => about);

/** Says that the customer's wish has arrived. */
const requested = defineMail({
  name: "return-requested",
  event: returnRequested,
  category: "transactional",
  resendable: true,
  load,
  samples: [ABOUT],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.requested(number), [
      words.returns.wish(goods(returned)),
      words.returns.wait,
    ]),
});

/** Tells staff that somebody wants to return something. */
const requestedStaff = defineMail({
  name: "staff-return-requested",
  event: returnRequested,
  category: "staff",
  resendable: true,
  load: async (ctx, ref) => {
    const found = await load(ctx, ref);
    return found && { data: found.data, orderId: ref.order_id };
  },
  samples: [
    ABOUT,
    { number, returned: { ...returned, reason: "Too small.\nToo red.", wants_exchange: true } },
  ],
  render: ({ number, returned }: ReturnMail, _shop, { staff }) => ({
    subject: staff.returnRequested(number),
    title: staff.returnRequested(number),
    blocks: [
      staff.toBeReturned(goods(returned)),
      ...paragraphs(returned.reason),
      ...(returned.wants_exchange ? [staff.wantsExchange] : []),
      staff.returnId(returned.id),
    ],
  }),
});

/** Says that the goods may be sent, and how. */
const approved = defineMail({
  name: "return-approved",
  event: returnApproved,
  category: "transactional",
  resendable: true,
  load,
  samples: [
    ABOUT,
    {
      number,
      returned: { ...returned, instructions: "Pack them well.", label: "Returns\nDock 3\nLondon SW1Y 4JH" },
    },
  ],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.approved(number), [
      words.returns.send(goods(returned)),
      ...paragraphs(returned.instructions),
      ...(returned.label === undefined ? [] : [words.returns.label, ...paragraphs(returned.label)]),
    ]),
});

/** Says that the shop does not take the goods back, and why. */
const rejected = defineMail({
  name: "return-rejected",
  event: returnRejected,
  category: "transactional",
  resendable: true,
  load,
  samples: [{ number, returned: { ...returned, rejection_reason: "They have been used." } }],
  render: ({ number, returned }: ReturnMail, shop, words) =>
    letter(number, words, words.returns.rejected(number), [
      words.returns.refused(goods(returned)),
      ...paragraphs(returned.rejection_reason),
      words.mistake(shop.name),
    ]),
});

/** Says which of the goods have arrived. */
const received = defineMail({
  name: "return-received",
  event: returnReceived,
  category: "transactional",
  resendable: true,
  load,
  samples: [ABOUT],
  render: ({ number, returned }: ReturnMail, _shop, words) =>
    letter(number, words, words.returns.received(number), [words.returns.have(goods(returned, "received"))]),
});

function goods({ line_items: lines }: MailedReturn, which: "announced" | "received" = "announced"): string {
  return lines
    .map((line) => ({
      name: itemName(line),
      units: which === "announced" ? line.quantity : line.restocked_quantity + line.written_off_quantity,
    }))
    .filter(({ units }) => units > 0)
    .map(({ name, units }) => `${units} x ${name}`)
    .join("; ");
}

export const returnMails = [requested, requestedStaff, approved, rejected, received] as const;
