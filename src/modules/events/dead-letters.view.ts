import type { EventEnvelope } from "../../platform/events.ts";
import type { DeadLetterRow } from "./dead-letters.repo.ts";
import type { DeadLetterBody } from "./dead-letters.schema.ts";

/** The representation of a dead letter in lists. */
export function deadLetterView({ message: _message, ...row }: DeadLetterRow): DeadLetterBody {
  return { ...row, allowed_transitions: row.status === "open" ? ["replay", "discard"] : [] };
}

/** With the event itself. */
export function fullDeadLetterView(row: DeadLetterRow) {
  return { ...deadLetterView(row), event: { version: 1, ...envelopeOf(row) } };
}

/** Written by the kernel only, as JSON of this shape. */
export function envelopeOf(row: DeadLetterRow): EventEnvelope {
  return JSON.parse(row.message) as EventEnvelope;
}
