import { addSeconds, isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { newSecret, sealSecret } from "./endpoint-secret.ts";
import { ENDPOINT_UNCHANGED, type EndpointRow, rotateSecretStmt } from "./endpoints.repo.ts";
import { endpointOrThrow } from "./read-endpoint.ts";

/**
 * Replaces the secret, and tells the new one this once. The old one signs beside it for `overlapHours`; one that was still valid from a
 * rotation before does not any more.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function rotateSecret(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  overlapHours: number,
): Promise<{ row: EndpointRow; secret: string }> {
  const before = await endpointOrThrow(ctx, target.id, target.expectedVersion);
  const secret = newSecret();
  const oldUntil = overlapHours > 0 ? isoTime(addSeconds(ctx.now(), overlapHours * 60 * 60)) : undefined;
  await commit(ctx, {
    statements: [rotateSecretStmt(ctx, before, await sealSecret(ctx, before.id, secret), oldUntil)],
    audit: {
      action: "webhook_endpoint.rotate_secret",
      entity: "webhook_endpoint",
      entityId: before.id,
      after: { old_secret_valid_until: oldUntil ?? null },
    },
    constraints: { [ENDPOINT_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return { row: await endpointOrThrow(ctx, before.id), secret };
}
