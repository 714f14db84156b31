import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { FLAG_UNCHANGED, type FlagRow, resetFlagStmts, setFlagStmt } from "./flags.repo.ts";
import type { FlagBody } from "./flags.schema.ts";
import { publishFlags } from "./publish-flags.ts";
import { type FlagState, flagOrThrow } from "./read-flag.ts";

interface Target {
  name: string;
  expectedVersion: number | undefined;
}

/**
 * Sets a flag. This isolate heeds it at once, others with their next look.
 * @throws resource.not_found; request.invalid for a percentage of what is on or off; resource.precondition_failed; resource.conflict
 */
export async function setFlag(
  ctx: Ctx,
  { name, expectedVersion }: Target,
  body: FlagBody,
): Promise<FlagState> {
  requirePermission(ctx, "system:admin");
  const { flag, row: before } = await flagOrThrow(ctx, name, expectedVersion);
  if (flag.kind === "switch" && body.percentage !== 100) {
    throw invalidInput("This flag is on or off for everybody.", {
      errors: [{ pointer: "#/percentage", code: "not_a_rollout", message: "is for rollouts only" }],
    });
  }
  await commit(ctx, {
    statements: [setFlagStmt(ctx, name, before, body)],
    audit: {
      action: "flag.set",
      entity: "flag",
      entityId: name,
      ...(before ? { before: settingOf(before) } : {}),
      after: body,
    },
    constraints: { [FLAG_UNCHANGED]: () => overtaken(expectedVersion) },
  });
  await publishFlags(ctx);
  return flagOrThrow(ctx, name);
}

/** Lets a flag's default hold again. Does nothing when it is not set. @throws as `setFlag` */
export async function resetFlag(ctx: Ctx, { name, expectedVersion }: Target): Promise<void> {
  requirePermission(ctx, "system:admin");
  const { row: before } = await flagOrThrow(ctx, name, expectedVersion);
  if (!before) return;
  await commit(ctx, {
    statements: resetFlagStmts(before),
    audit: {
      action: "flag.reset",
      entity: "flag",
      entityId: name,
      ...(before ? { before: settingOf(before) } : {}),
    },
    constraints: { [FLAG_UNCHANGED]: () => overtaken(expectedVersion) },
  });
  await publishFlags(ctx);
}

/** What was set, in the words in which it is set, so that the log shows only what has changed. */
function settingOf({ enabled, percentage, message, retry_after, reason }: FlagRow): FlagBody {
  return { enabled: enabled === 1, percentage, message, retry_after, reason };
}
