import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";

export type DeadLetter = Schema<"DeadLetter">;

/** What staff may narrow the list by. */
export interface DeadLetterFilter {
  status?: DeadLetter["status"];
  type?: string;
  subscriber?: string;
}

/** Whether a step is possible for a dead letter, and why not. */
export function stepOf({ allowed_transitions: steps, status }: DeadLetter, action: "replay" | "discard") {
  return steps.includes(action) ? { allowed: true } : { allowed: false, reason: `It was ${status} already.` };
}

/** Tries one again. */
export function replayOne(id: string, key: string) {
  return dataOf(
    client.POST("/api/v1/ops/dead-letters/{id}/replay", {
      params: { path: { id }, header: { "Idempotency-Key": key } },
    }),
  );
}

/** Tries many again, up to 500: those named, or the open ones that match. */
export function replayMany(body: Schema<"ReplayDeadLetters">, key: string) {
  return dataOf(
    client.POST("/api/v1/ops/dead-letters/replay", {
      params: { header: { "Idempotency-Key": key } },
      body,
    }),
  );
}
