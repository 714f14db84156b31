import type { Fault } from "./cards.faults.ts";
import { Outage } from "./wire.refusal.ts";

/** @throws Outage when the test card breaks the request in which it is used */
export function raiseOutage(fault: Fault | null): void {
  if (fault === "timeout") throw new Outage("The request timed out.", { hangs: true });
  if (fault === "500") throw new Outage("An unknown error occurred.", { hangs: false });
}
