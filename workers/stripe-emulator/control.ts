import type { Account } from "./account.execute.ts";
import { Work } from "./account.work.ts";
import { authenticationPage, finishAuthentication } from "./control.authenticate.ts";
import { takeDeliveries } from "./control.deliveries.ts";
import { settlePayment } from "./settle-payment.ts";
import type { WebhookSigner } from "./webhook.sign.ts";
import type { Call } from "./wire.call.ts";
import { needed, readParams } from "./wire.params.ts";
import { oneOf } from "./wire.readers.ts";
import { Refusal } from "./wire.refusal.ts";
import { refusalReply, toResponse, unrecognized } from "./wire.reply.ts";

/** The answer of a control route, and the deliveries that it caused. */
interface Controlled {
  response: Response;
  deliveries: number[];
}

const OUTCOME_SHAPE = { outcome: needed(oneOf("succeed", "fail")) };

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
  const [, area = "", id = "", action] =
    /^\/_emulator\/([a-z_]+)\/([^/]+)(?:\/([a-z]+))?$/.exec(call.path) ?? [];
  switch (`${call.method} ${[area, area === "deliveries" ? id : ":id", action].filter(Boolean).join("/")}`) {
    case "GET authenticate/:id":
      return { response: authenticationPage(newWork(account), id, call), deliveries: [] };
    case "POST authenticate/:id": {
      const work = newWork(account);
      const response = finishAuthentication(work, id, call);
      return { response, deliveries: commit(account, work) };
    }
    case "POST payment_intents/:id/settle": {
      const work = newWork(account);
      const { outcome } = readParams(call.fields, OUTCOME_SHAPE);
      const { intent } = settlePayment(work, work.payment(id), outcome === "succeed");
      return { response: Response.json(intent), deliveries: commit(account, work) };
    }
    case "POST deliveries/take":
      return { response: await takeDeliveries(account, signer, call), deliveries: [] };
    default:
      return unrecognized(call);
  }
}

/** No API request caused what happens here, and the events say so. */
function newWork({ store, settings }: Account): Work {
  return new Work(store, settings, { requestId: null, idempotencyKey: null });
}

function commit({ storage }: Account, work: Work): number[] {
  return storage.transactionSync(() => work.commit(null));
}
