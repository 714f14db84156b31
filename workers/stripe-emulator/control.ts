import type { Account } from "./account.execute.ts";
import { Work } from "./account.work.ts";
import { matchAction } from "./control.actions.ts";
import { takeDeliveries } from "./control.deliveries.ts";
import type { WebhookSigner } from "./webhook.sign.ts";
import type { Call } from "./wire.call.ts";
import { Refusal } from "./wire.refusal.ts";
import { refusalReply, toResponse, unrecognized } from "./wire.reply.ts";

/** The answer of a control route, and the deliveries that it caused. */
interface Controlled {
  response: Response;
  deliveries: number[];
}

/** The routes under `/_emulator/`, which Stripe does not have. */
export async function control(account: Account, signer: WebhookSigner, call: Call): Promise<Controlled> {
  try {
    return await dispatch(account, signer, call);
  } catch (error) {
    if (error instanceof Refusal) return { response: toResponse(refusalReply(call, error)), deliveries: [] };
    throw error;
  }
}

async function dispatch(account: Account, signer: WebhookSigner, call: Call): Promise<Controlled> {
  if (call.method === "POST" && call.path === "/_emulator/deliveries/take") {
    return { response: await takeDeliveries(account, signer, call), deliveries: [] };
  }
  const { action, id } = matchAction(call) ?? unrecognized(call);
  // No API request caused what happens here, and the events say so.
  const work = new Work(account.store, account.settings, { requestId: null, idempotencyKey: null });
  const response = action(work, id, call);
  return { response, deliveries: account.storage.transactionSync(() => work.commit(null)) };
}
