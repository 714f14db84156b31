import type { Schema } from "../../../../../client/index.ts";

export type Backup = Schema<"Backup">;

/** Whether a backup still goes on. */
export function isUnderWay({ status }: Pick<Backup, "status">): boolean {
  return status !== "succeeded" && status !== "failed";
}
