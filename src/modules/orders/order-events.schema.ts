import { z } from "@hono/zod-openapi";

export const orderEventSchema = z
  .object({
    id: z.string().openapi({ example: "change-000001" }),
    type: z.string().openapi({
      description:
        "`order.` and an action or happening of the order (`order.place`, `order.settle`, `order.note_added`, …), `payment.` and the kind of an " +
        "entry of a payment's ledger, `refund.requested`, `mail.sent`, `mail.failed`, `mail.bounced`, `mail.suppressed`, `alert.raised`. More kinds may come.",
      example: "order.place",
    }),
    at: z.iso.datetime().openapi({ description: "When it was written down here." }),
    actor: z.object({
      kind: z.enum(["customer", "staff", "api_key", "stripe", "system"]),
      id: z.string().optional().openapi({ description: "For staff." }),
      name: z.string().optional().openapi({ description: "For staff." }),
    }),
    data: z
      .record(z.string(), z.unknown())
      .openapi({ description: "What it was about: ids, quantities, amounts, texts." }),
  })
  .openapi("OrderEvent");

export type OrderEventJson = z.output<typeof orderEventSchema>;
