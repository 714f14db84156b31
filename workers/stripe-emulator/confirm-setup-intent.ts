import type { Execution } from "./account.execution.ts";
import { idOf } from "./account.kinds.ts";
import { confirmSetup } from "./confirm-setup.ts";
import { checkClientSecret } from "./payment-intent.client.ts";
import { requireReturnUrl } from "./payment-intent.confirmation.ts";
import { existingMethod, resolveMethod } from "./payment-method.resolve.ts";
import { requireUsable } from "./payment-method.usable.ts";
import { requireOpen, setupOf, unexpectedSetup } from "./setup-intent.find.ts";
import type { SetupConfirmParams } from "./setup-intent.params.ts";
import type { Outcome } from "./wire.outcome.ts";

/** POST /v1/setup_intents/:id/confirm: sets up the given payment method, or the one it has. */
export function confirmSetupIntent(
  { work, call, access, id }: Execution,
  params: SetupConfirmParams,
): Outcome {
  const { intent, card } = setupOf(work, id);
  checkClientSecret(intent, params.client_secret, access);
  requireOpen(intent, "confirm");
  const current = idOf(intent.payment_method);
  const used = resolveMethod(work, params) ?? (current === null ? undefined : existingMethod(work, current));
  if (used === undefined) {
    const message =
      "You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a " +
      "payment method and then confirm it again.";
    throw unexpectedSetup(intent, message);
  }
  requireUsable(used, idOf(intent.customer));
  requireReturnUrl(intent, params, access);
  const how = { returnUrl: params.return_url, publicUrl: call.publicUrl };
  return confirmSetup(work, { intent: { ...intent, next_action: null }, card }, used, how);
}
