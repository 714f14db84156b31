import type { Account } from "./account.execute.ts";
import type { WebhookSigner } from "./webhook.sign.ts";
import { dueDeliveries, endDeliveries } from "./webhook.store.ts";
import type { Call } from "./wire.call.ts";
import { readParams } from "./wire.params.ts";
import { flag } from "./wire.readers.ts";

const TAKE_SHAPE = { include_late: flag };

/**
 * POST /_emulator/deliveries/take: answers the deliveries that are due, in the order and number in which they would
 * be sent, and counts them as delivered. `include_late=true` also takes those which are due later.
 */
export async function takeDeliveries(
  { storage }: Account,
  signer: WebhookSigner,
  call: Call,
): Promise<Response> {
  const { include_late: includesLate } = readParams(call.fields, TAKE_SHAPE);
  const taken = dueDeliveries(storage.sql, includesLate === true ? Number.MAX_SAFE_INTEGER : Date.now());
  endDeliveries(
    storage.sql,
    taken.map(({ id }) => id),
  );
  const data = taken.map(async (delivery) => {
    const { body, signature } = await signer.sign(delivery);
    const headers = { "stripe-signature": signature };
    return { event_id: delivery.event_id, type: delivery.type, attempt: delivery.attempt + 1, headers, body };
  });
  return Response.json({ data: await Promise.all(data) });
}
