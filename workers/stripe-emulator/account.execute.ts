import type { Execution } from "./account.execution.ts";
import type { AccountStore, KeptAnswer } from "./account.store.ts";
import { Work } from "./account.work.ts";
import type { Settings } from "./env.ts";
import type { Fingerprint, RunningKeys } from "./idempotency.ts";
import { publicBody } from "./payment-intent.view.ts";
import type { Route } from "./routes.build.ts";
import type { Access } from "./wire.access.ts";
import type { Call } from "./wire.call.ts";
import { expand, expandPaths } from "./wire.expand.ts";
import { withoutFields } from "./wire.form.ts";
import type { Outcome } from "./wire.outcome.ts";
import { Outage, Refusal } from "./wire.refusal.ts";
import { type Reply, refusalReply } from "./wire.reply.ts";

export interface Account {
  storage: DurableObjectStorage;
  store: AccountStore;
  settings: Settings;
  running: RunningKeys;
}

interface Target {
  route: Route;
  id: string;
  fingerprint: Fingerprint | null;
}

/**
 * Runs a request's handler and writes its changes, its events and the answer under its idempotency key in one go.
 * @throws Refusal for parameters that do not fit, before anything ran; such an answer is not kept
 */
export function execute(
  account: Account,
  call: Call,
  access: Access,
  { route, id, fingerprint }: Target,
): Reply {
  const run = route.prepare(withoutFields(call.fields, ["expand", "key"]));
  const paths = expandPaths(call.fields);
  const cause = { requestId: call.requestId, idempotencyKey: fingerprint?.key ?? null };
  const newWork = (): Work => new Work(account.store, account.settings, cause);
  const work = newWork();
  const result = outcomeOf(run, { work, call, access, id });
  if (result instanceof Outage) return outage(account, call, fingerprint, result);

  const changes = result instanceof Refusal ? newWork() : work;
  const { status, body, isLost } = result instanceof Refusal ? refused(result) : result;
  const shown = status === 200 ? expand(work, body, paths) : body;
  const text = JSON.stringify(access === "publishable" ? publicBody(shown) : shown);
  const kept = fingerprint === null ? null : keptAnswer(fingerprint, call, status, text);
  const deliveries = account.storage.transactionSync(() => changes.commit(kept));
  if (isLost !== true) return { call, status, body: text, headers: {}, deliveries, delayMs: 0 };
  const lost = refusalReply(call, new Outage("The answer to this request was lost.", { hangs: true }));
  return { ...lost, deliveries, delayMs: account.settings.faultDelayMs };
}

function outcomeOf(run: (execution: Execution) => Outcome, execution: Execution): Outcome | Refusal {
  try {
    return run(execution);
  } catch (error) {
    if (error instanceof Refusal) return error;
    console.error("the emulator failed", error);
    return new Refusal(500, { type: "api_error", message: "The Stripe emulator failed: see its log." });
  }
}

function refused({ status, error }: Refusal): Outcome {
  return { status, body: { error } };
}

function outage(
  { settings, running }: Account,
  call: Call,
  fingerprint: Fingerprint | null,
  fault: Outage,
): Reply {
  const delayMs = fault.hangs ? settings.faultDelayMs : 0;
  if (fingerprint !== null && delayMs > 0) running.add(fingerprint.key, Date.now() + delayMs);
  return { ...refusalReply(call, fault), delayMs };
}

function keptAnswer(
  { key, endpoint, params }: Fingerprint,
  call: Call,
  status: number,
  body: string,
): KeptAnswer {
  return { idempotency_key: key, endpoint, params, request_id: call.requestId, status, body };
}
