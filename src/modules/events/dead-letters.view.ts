import type { EventEnvelope } from "../../platform/events.ts";
import type { DeadLetterRow } from "./dead-letters.repo.ts";
import type { DeadLetterBody } from "./dead-letters.schema.ts";

/** A dead letter with its event, as it is answered. */
export function deadLetterView(row: DeadLetterRow): DeadLetterBody {
  const { message: _message, ...facts } = row;
  return {
    ...facts,
    allowed_transitions: row.status === "open" ? ["replay", "discard"] : [],
    event: { version: 1, ...envelopeOf(row) },
  };
}

/** Written by the kernel only, as JSON of this shape. */
export function envelopeOf(row: DeadLetterRow): EventEnvelope {
  return JSON.parse(row.message) as EventEnvelope;
}
