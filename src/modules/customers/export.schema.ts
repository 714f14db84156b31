import { z } from "@hono/zod-openapi";

/** Loose on purpose: what is held is answered as it is held. */
const records = z.array(z.looseObject({}));

export const customerExportSchema = z
  .object({
    exported_at: z.iso.datetime(),
    account: z.looseObject({}),
    profile: z.looseObject({}),
    addresses: records,
    tax_exemption: z.looseObject({}).nullable(),
    second_factor: z.looseObject({}).nullable(),
    sessions: records,
    known_devices: records,
    email_changes: records,
    links_sent: records,
    api_keys: records,
    cart: z.looseObject({}),
    saved_carts: records,
    saved_payment_methods: records.nullable().openapi({ description: "null when Stripe did not answer" }),
    orders: records,
    draft_orders: records,
    order_notes: records,
    order_events: records,
    returns: records,
    mails: records,
    audit_log: records,
  })
  .openapi("CustomerExport");
