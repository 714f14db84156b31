import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";

/** A feature flag as the panel has it: react-admin calls it by its name. */
export type Flag = Schema<"FeatureFlag"> & { id: string };

export type FlagValue = Schema<"FeatureFlagValue">;

/** What its fields are called. */
export const FLAG_LABELS = {
  enabled: "On",
  percentage: "Percentage",
  message: "Message",
  retry_after: "Try again after (seconds)",
  reason: "Reason",
};

/** What is on now, in words. */
export function stateOf({ kind, enabled, percentage }: Schema<"FeatureFlag">): string {
  if (!enabled) return "off";
  return kind === "rollout" && percentage < 100 ? `on for ${percentage} %` : "on";
}

/** What the API takes, of what it answers. */
export function valueOf({
  enabled,
  percentage,
  message,
  retry_after,
  reason,
}: Schema<"FeatureFlag">): FlagValue {
  return { enabled, percentage, message, retry_after, reason: reason ?? "" };
}

/** Sets a flag, if it is still as it was on the screen. */
export function setFlag(name: string, body: FlagValue, seen: { version: number }) {
  return dataOf(
    client.PUT("/api/v1/ops/flags/{name}", { params: { path: { name }, header: ifMatch(seen) }, body }),
  );
}

/** How to go on when somebody else set it meanwhile. */
export function flagVersions(flag: Flag, value: FlagValue) {
  const path = { name: flag.name };
  return replacing<Schema<"FeatureFlag">, FlagValue>(flag, value, {
    toInput: valueOf,
    read: () => dataOf(client.GET("/api/v1/ops/flags/{name}", { params: { path } })),
    put: (input, seen) => setFlag(flag.name, input, seen),
  });
}

/** Lets the default hold again. */
export function resetFlag(flag: Flag) {
  return dataOf(
    client.DELETE("/api/v1/ops/flags/{name}", {
      params: { path: { name: flag.name }, header: ifMatch(flag) },
    }),
  );
}
