import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { overtaken } from "../../platform/overtaken.ts";
import { soldCurrency } from "../catalog/index.ts";
import { rateOrThrow } from "./get-zone.ts";
import { insertRateStmt, RATE_UNCHANGED, type RateRow, replaceRateStmt } from "./rates.repo.ts";
import type { ShippingRateBody } from "./rates.schema.ts";

/** Adds a rate to a zone. @throws resource.not_found without the zone; pricing.currency_not_sold */
export async function createRate(ctx: Ctx, zoneId: string, body: ShippingRateBody): Promise<RateRow> {
  requirePermission(ctx, "system:admin");
  soldCurrency(ctx, body.price.currency, "#/price/currency");
  const id = ctx.newId();
  await commit(ctx, {
    statements: [insertRateStmt(ctx, zoneId, id, body)],
    audit: { action: "shipping_rate.create", entity: "shipping_rate", entityId: id, after: body },
    constraints: { "FOREIGN KEY": () => notFound("There is no such shipping zone.") },
  });
  return rateOrThrow(ctx, { id: zoneId, rate_id: id });
}

/**
 * Replaces a rate. Orders keep the one that they were placed with.
 * @throws resource.not_found; resource.precondition_failed; resource.conflict; pricing.currency_not_sold
 */
export async function replaceRate(
  ctx: Ctx,
  target: { id: string; rate_id: string; expectedVersion: number | undefined },
  body: ShippingRateBody,
): Promise<RateRow> {
  requirePermission(ctx, "system:admin");
  soldCurrency(ctx, body.price.currency, "#/price/currency");
  const before = await rateOrThrow(ctx, target, target.expectedVersion);
  await commit(ctx, {
    statements: [replaceRateStmt(ctx, before, body)],
    audit: {
      action: "shipping_rate.replace",
      entity: "shipping_rate",
      entityId: before.id,
      before,
      after: body,
    },
    constraints: { [RATE_UNCHANGED]: () => overtaken(target.expectedVersion) },
  });
  return rateOrThrow(ctx, target);
}
