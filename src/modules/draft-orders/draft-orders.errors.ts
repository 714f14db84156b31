import { defineError, type DomainError } from "../../platform/errors.ts";
import { allows, refusalOf } from "../../platform/machine.ts";
import { DRAFT_TRANSITIONS, type DraftAction, type DraftStatus } from "./draft-orders.machine.ts";

export const draftTransitionRefused = defineError(
  "draft_order.transition_refused",
  409,
  "The draft's state does not allow this",
);
export const draftIncomplete = defineError(
  "draft_order.incomplete",
  422,
  "The draft cannot be sent as it is",
);

/** @throws draft_order.transition_refused when the table has no such step */
export function requireDraftAction(
  draft: { status: DraftStatus; order_id: string | null },
  action: DraftAction,
) {
  if (!allows<DraftStatus, DraftAction>(DRAFT_TRANSITIONS, draft.status, action))
    throw refusal(draft, action);
}

function refusal(draft: { status: DraftStatus; order_id: string | null }, action: DraftAction): DomainError {
  const why = refusalOf<DraftStatus, DraftAction>(DRAFT_TRANSITIONS, draft.status, action);
  const more = draft.status === "sent" ? " It is an order by now: cancel or edit that." : "";
  return draftTransitionRefused(`To ${action} a draft ${why}.${more}`, {
    facts: {
      draft_status: draft.status,
      action,
      ...(draft.order_id === null ? {} : { order_id: draft.order_id }),
    },
  });
}
