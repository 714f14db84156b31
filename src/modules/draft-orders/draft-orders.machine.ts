import type { Machine } from "../../platform/machine.ts";

export const DRAFT_STATUSES = ["open", "sent", "cancelled"] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];

/** The life cycle of a draft: it is written until it is sent as an order or given up. */
export const DRAFT_TRANSITIONS = {
  edit: { from: ["open"], to: "open" },
  send: { from: ["open"], to: "sent" },
  cancel: { from: ["open"], to: "cancelled" },
} as const satisfies Machine<DraftStatus, string>;

export type DraftAction = keyof typeof DRAFT_TRANSITIONS;
