import type { Work } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import { authenticationPage, finishAuthentication } from "./control.authenticate.ts";
import { paymentBalance } from "./control.balance.ts";
import { endDispute } from "./close-dispute.ts";
import { COMPLAINT_SHAPE } from "./dispute.params.ts";
import { lapsePayment } from "./end-payment.ts";
import { openDispute } from "./open-dispute.ts";
import { settlePayment } from "./settle-payment.ts";
import { settleRefund } from "./settle-refund.ts";
import { settleSetup } from "./settle-setup.ts";
import { setupOf } from "./setup-intent.find.ts";
import type { Call } from "./wire.call.ts";
import { needed, readParams } from "./wire.params.ts";
import { oneOf } from "./wire.readers.ts";

/** One control route: what it does to the account, and what it answers. */
type Action = (work: Work, id: string, call: Call) => Response;

const ACTIONS: Record<string, Action> = {
  "GET authenticate/:id": authenticationPage,
  "POST authenticate/:id": finishAuthentication,
  "GET balance": (work, _id, call) => paymentBalance(work, call),
  "POST payment_intents/:id/settle": (work, id, call) =>
    Response.json(settlePayment(work, work.payment(id), succeeds(call)).intent),
  "POST payment_intents/:id/lapse": (work, id) => Response.json(lapsePayment(work, work.payment(id)).intent),
  "POST setup_intents/:id/settle": (work, id, call) =>
    Response.json(settleSetup(work, setupOf(work, id), succeeds(call)).intent),
  "POST refunds/:id/settle": (work, id, call) => Response.json(settleRefund(work, id, succeeds(call))),
  "POST charges/:id/dispute": (work, id, call) => {
    const charge = work.get("charge", id);
    const payment = work.payment(idOf(charge.payment_intent) ?? "");
    return Response.json(openDispute(work, payment, charge, readParams(call.fields, COMPLAINT_SHAPE)));
  },
  "POST disputes/:id/close": (work, id, call) => {
    const { outcome } = readParams(call.fields, VERDICT_SHAPE);
    return Response.json(endDispute(work, work.get("dispute", id), outcome));
  },
};

const OUTCOME_SHAPE = { outcome: needed(oneOf("succeed", "fail")) };
const VERDICT_SHAPE = { outcome: needed(oneOf("won", "lost")) };

function succeeds(call: Call): boolean {
  return readParams(call.fields, OUTCOME_SHAPE).outcome === "succeed";
}

/** The action of a control route, with the id in its URL. */
export function matchAction({ method, path }: Call): { action: Action; id: string } | undefined {
  const [, area = "", id = "", verb] =
    /^\/_emulator\/([a-z_]+)(?:\/([^/]+)(?:\/([a-z]+))?)?$/.exec(path) ?? [];
  const name = [area, id === "" ? "" : ":id", verb].filter(Boolean).join("/");
  const action = ACTIONS[`${method} ${name}`];
  return action === undefined ? undefined : { action, id };
}
