import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { taxSettingsOrThrow } from "./get-tax-settings.ts";
import {
  findTaxSettings,
  saveTaxSettingsStmt,
  TAX_SETTINGS_UNCHANGED,
  type TaxSettingsRow,
} from "./tax-settings.repo.ts";
import type { TaxSettingsBody } from "./tax-settings.schema.ts";

/**
 * Says whether prices include tax in a country and how it is rounded. Carts learn of it with their next look at the database; orders keep
 * what they were placed with.
 * @throws resource.precondition_failed, also when a version is named and there are no settings yet; resource.conflict
 */
export async function saveTaxSettings(
  ctx: Ctx,
  target: { country: string; expectedVersion: number | undefined },
  body: TaxSettingsBody,
): Promise<{ row: TaxSettingsRow; created: boolean }> {
  requirePermission(ctx, "system:admin");
  const { country, expectedVersion } = target;
  const before = await findTaxSettings(ctx, country);
  checkVersion(before ?? { version: 0 }, expectedVersion);
  await commit(ctx, {
    statements: [saveTaxSettingsStmt(ctx, country, before, body)],
    audit: {
      action: "tax_settings.save",
      entity: "tax_settings",
      entityId: country,
      ...(before ? { before } : {}),
      after: body,
    },
    constraints: { [TAX_SETTINGS_UNCHANGED]: () => overtaken(expectedVersion) },
  });
  return { row: await taxSettingsOrThrow(ctx, country), created: before === null };
}
