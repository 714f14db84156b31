import { hasPermission } from "../../platform/auth.ts";
import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { DomainError } from "../../platform/errors.ts";
import type { CallerRequest } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
import { limitRate, rateKeyOf } from "../../platform/rate-limit.ts";
import { callerAddress } from "../../platform/throttle.ts";
import { authenticate } from "../identity/index.ts";

/**
 * Whether the request carries the credentials of somebody who may change products. The catalog is public: credentials that are
 * no good or cannot be checked, and those of an address that sends too many, make an ordinary reader instead of an error.
 */
export async function asksAsStaff(ctx: Ctx, request: CallerRequest): Promise<boolean> {
  if (request.header("Authorization") === undefined && request.header("Cookie") === undefined) return false;
  try {
    await limitRate(
      ctx,
      "read",
      rateKeyOf(
        ctx.actor,
        callerAddress((name) => request.header(name)),
      ),
    );
    const actor = await authenticate(ctx, request, false);
    return hasPermission(deriveCtx(ctx, { actor }), "product:manage");
  } catch (error) {
    if (!(error instanceof DomainError))
      ctx.log.warn("a reader could not be identified", describeError(error));
    return false;
  }
}
