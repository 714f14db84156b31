import type { Execution } from "./account.execution.ts";
import { confirmSetup } from "./confirm-setup.ts";
import { liveCustomer } from "./customer.find.ts";
import { requireReturnUrl } from "./payment-intent.confirmation.ts";
import { resolveMethod } from "./payment-method.resolve.ts";
import { requireUsable } from "./payment-method.usable.ts";
import { buildSetupIntent } from "./setup-intent.build.ts";
import { type Setup, saveSetup } from "./setup-intent.find.ts";
import type { SetupParams } from "./setup-intent.params.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import { missingParam } from "./wire.params.ts";
import { invalid } from "./wire.refusal.ts";

/** POST /v1/setup_intents: prepares a payment method for later payments and, with `confirm=true`, at once. */
export function createSetupIntent({ work, call, access }: Execution, params: SetupParams): Outcome {
  if (params.customer !== undefined) liveCustomer(work, params.customer);
  if (params.confirm !== true && params.return_url !== undefined) {
    const message =
      "The parameter `return_url` cannot be passed when creating a SetupIntent unless `confirm` is set to true.";
    throw invalid(message, { param: "return_url" });
  }
  const intent = buildSetupIntent(params, work.now);
  const used = resolveMethod(work, params);
  if (used !== undefined) requireUsable(used, params.customer ?? null);
  const setup: Setup = {
    card: used?.card.name ?? null,
    intent:
      used === undefined
        ? intent
        : { ...intent, payment_method: used.method.id, status: "requires_confirmation" },
  };
  work.emit("setup_intent.created", setup.intent, setup);
  if (params.confirm !== true) {
    saveSetup(work, setup);
    return ok(setup.intent);
  }
  if (used === undefined) throw missingParam("payment_method");
  requireReturnUrl(intent, params, access);
  return confirmSetup(work, setup, used, { returnUrl: params.return_url, publicUrl: call.publicUrl });
}
