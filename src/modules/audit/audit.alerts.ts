import type { Alert } from "../../platform/commit.ts";
import type { Breach } from "./examine-row.ts";

/** So many of a batch are told one by one: who removes more is found by them all the same. */
const MOST = 20;

/** The alerts that breaches raise, each once for good. */
export function breachAlerts(breaches: readonly Breach[]): Alert[] {
  return breaches.slice(0, MOST).map(({ seq, to_seq, kind }) => ({
    code: "audit.breach",
    entity: "audit_log",
    entityId: String(seq),
    details: { kind, to_seq, found_with_it: breaches.length },
  }));
}
