import { isoTime } from "../../platform/clock.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { callEndpoint, type CallResult } from "./call-endpoint.ts";
import { bodyOf } from "./make-message.ts";
import { endpointOrThrow } from "./read-endpoint.ts";

/**
 * Sends an event `webhook.test` to an endpoint, enabled or not, waits for the answer and tells it. It is neither repeated nor kept.
 * @throws resource.not_found
 */
export async function testEndpoint(
  ctx: Ctx,
  id: string,
  timeoutMs?: number,
): Promise<{ messageId: string; result: CallResult }> {
  const endpoint = await endpointOrThrow(ctx, id);
  const messageId = ctx.newId();
  const event = { type: "webhook.test", version: 1 };
  const body = bodyOf(event, isoTime(ctx.now()), { endpoint_id: endpoint.id });
  const result = await callEndpoint(ctx, endpoint, { id: messageId, body }, timeoutMs);
  await commit(ctx, {
    statements: [],
    audit: {
      action: "webhook_endpoint.test",
      entity: "webhook_endpoint",
      entityId: endpoint.id,
      after: { message_id: messageId, response_status: result.status },
    },
  });
  return { messageId, result };
}
