import { actorId } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { giveUpStmt, pendingOf } from "./deliveries.repo.ts";
import { deleteEndpointStmts, ENDPOINT_UNCHANGED, resolveAlertStmt } from "./endpoints.repo.ts";
import { endpointOrThrow } from "./read-endpoint.ts";

/** What waits for a deleted endpoint is given up at once up to so many, the rest by the daily job. */
const GIVEN_UP_AT_ONCE = 5_000;

/**
 * Deletes an endpoint. What was to be sent to it is not; the log of what was stays its 30 days.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteEndpoint(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
): Promise<void> {
  const before = await endpointOrThrow(ctx, target.id, target.expectedVersion);
  const { url, description, event_types, status } = before;
  await commit(ctx, {
    statements: [
      ...deleteEndpointStmts(before),
      resolveAlertStmt(ctx, before.id, actorId(ctx.actor)),
      giveUpStmt(ctx, pendingOf(before.id, GIVEN_UP_AT_ONCE), "the endpoint was deleted"),
    ],
    audit: {
      action: "webhook_endpoint.delete",
      entity: "webhook_endpoint",
      entityId: before.id,
      before: { url, description, event_types: JSON.parse(event_types) as string[], status },
    },
    constraints: { [ENDPOINT_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
}
