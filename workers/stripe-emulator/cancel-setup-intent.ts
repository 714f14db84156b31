import type { Execution } from "./account.execution.ts";
import { type Setup, requireOpen, saveSetup, setupOf } from "./setup-intent.find.ts";
import type { SETUP_CANCEL_SHAPE } from "./setup-intent.params.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/setup_intents/:id/cancel: ends a SetupIntent that has not succeeded. */
export function cancelSetupIntent(
  { work, id }: Execution,
  params: Parsed<typeof SETUP_CANCEL_SHAPE>,
): Outcome {
  const { intent, card } = setupOf(work, id);
  requireOpen(intent, "cancel");
  const canceled = {
    card,
    intent: {
      ...intent,
      cancellation_reason: params.cancellation_reason ?? null,
      next_action: null,
      status: "canceled",
    },
  } satisfies Setup;
  saveSetup(work, canceled);
  work.emit("setup_intent.canceled", canceled.intent, canceled);
  return ok(canceled.intent);
}
