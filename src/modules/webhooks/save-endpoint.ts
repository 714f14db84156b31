import { actorId, requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { invalidInput } from "../../platform/errors.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { targetProblem } from "./check-target.ts";
import { newSecret, sealSecret } from "./endpoint-secret.ts";
import {
  ENDPOINT_LIMIT,
  ENDPOINT_UNCHANGED,
  type EndpointRow,
  insertEndpointStmts,
  MOST_ENDPOINTS,
  resolveAlertStmt,
  updateEndpointStmt,
} from "./endpoints.repo.ts";
import { endpointOrThrow } from "./read-endpoint.ts";
import { tooManyEndpoints } from "./webhooks.errors.ts";
import type { EndpointBody, EndpointPatch } from "./webhooks.schema.ts";

/** Makes an endpoint. Its secret is told here and never again. @throws request.invalid; webhook.too_many_endpoints */
export async function createEndpoint(
  ctx: Ctx,
  body: EndpointBody,
): Promise<{ row: EndpointRow; secret: string }> {
  requirePermission(ctx, "system:admin");
  await requireTarget(ctx, body.url);
  const id = ctx.newId();
  const secret = newSecret();
  const { url, description, event_types: eventTypes, status } = body;
  const endpoint = { id, url, description, eventTypes, status, secret: await sealSecret(ctx, id, secret) };
  await commit(ctx, {
    statements: insertEndpointStmts(ctx, endpoint),
    audit: { action: "webhook_endpoint.create", entity: "webhook_endpoint", entityId: id, after: body },
    constraints: {
      [ENDPOINT_LIMIT]: () => tooManyEndpoints(`There are ${MOST_ENDPOINTS} already. Delete one first.`),
    },
  });
  return { row: await endpointOrThrow(ctx, id), secret };
}

/**
 * Changes an endpoint. One that is enabled again gets what was waiting for it.
 * @throws resource.not_found; request.invalid; resource.precondition_failed; resource.conflict
 */
export async function updateEndpoint(
  ctx: Ctx,
  target: { id: string; expectedVersion: number | undefined },
  patch: EndpointPatch,
): Promise<EndpointRow> {
  const before = await endpointOrThrow(ctx, target.id, target.expectedVersion);
  if (patch.url !== undefined) await requireTarget(ctx, patch.url);
  const was = {
    url: before.url,
    description: before.description,
    event_types: JSON.parse(before.event_types) as string[],
    status: before.status,
  };
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = { ...was, ...(given as Partial<typeof was>) };
  const isBack = was.status === "disabled" && after.status === "enabled";
  await commit(ctx, {
    statements: [
      updateEndpointStmt(ctx, before, after),
      ...(isBack ? [resolveAlertStmt(ctx, before.id, actorId(ctx.actor))] : []),
    ],
    audit: {
      action: "webhook_endpoint.update",
      entity: "webhook_endpoint",
      entityId: before.id,
      before: was,
      after,
    },
    constraints: { [ENDPOINT_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return endpointOrThrow(ctx, before.id);
}

async function requireTarget(ctx: Ctx, url: string): Promise<void> {
  const problem = await targetProblem(ctx, url);
  if (problem === undefined) return;
  throw invalidInput("Webhooks cannot be sent there.", {
    errors: [{ pointer: "#/url", code: "not_allowed", message: problem }],
  });
}
