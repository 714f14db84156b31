import type { Ctx } from "../../platform/ctx.ts";
import { findReturn, type Return, returnView } from "../returns/index.ts";
import type { Block, Letter } from "./mail-page.ts";
import { orderMail } from "./mail-recipients.ts";
import type { Addressed } from "./mail-template.ts";
import type { Words } from "./words/index.ts";

/** What mails tell of a return; `Return` has all of it. */
export type MailedReturn = Pick<
  Return,
  "id" | "instructions" | "label" | "reason" | "rejection_reason" | "wants_exchange"
> & {
  line_items: readonly Pick<
    Return["line_items"][number],
    "name" | "options" | "quantity" | "restocked_quantity" | "written_off_quantity"
  >[];
};

/** Which order it is of, and the return. */
export interface ReturnMail {
  number: string;
  returned: MailedReturn;
}

export interface ReturnRef {
  order_id: string;
  return_id: string;
}

/** The mail about a return, with what `make` takes of it; null when it is gone. */
export function returnOf<Data = ReturnMail>(
  ctx: Ctx,
  ref: ReturnRef,
  make: (about: { number: string; returned: Return }) => Promise<Data | null> | Data | null,
): Promise<Addressed<Data> | null> {
  return orderMail(ctx, ref.order_id, async ({ number }) => {
    const found = await findReturn(ctx, ref.return_id);
    return found && make({ number, returned: returnView(found, ctx) });
  });
}

/** A return, as previews show it. */
export const ABOUT: ReturnMail = {
  number: "7K3FQ-9M2TX",
  returned: {
    id: "01980000-0000-7000-8000-000000000001",
    wants_exchange: false,
    line_items: [
      {
        name: "Enamel mug",
        options: { Colour: "Red" },
        quantity: 2,
        restocked_quantity: 1,
        written_off_quantity: 0,
      },
    ],
  },
};
/** A letter about a return of an order. */
export function letter(orderNumber: string, words: Words, subject: string, blocks: Block[]): Letter {
  return { subject, title: words.returnOf(orderNumber), blocks };
}
