import { requirePermission } from "../../platform/auth.ts";
import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { checkVersion, overtaken } from "../../platform/overtaken.ts";
import { taxSettingsOrThrow } from "./get-tax-settings.ts";
import { defaultTaxSettings } from "./tax.errors.ts";
import { deleteTaxSettingsStmts, TAX_SETTINGS_UNCHANGED } from "./tax-settings.repo.ts";

/**
 * Deletes the settings of a country: those for all others hold then.
 * @throws tax.default_settings; resource.not_found; resource.precondition_failed; resource.conflict
 */
export async function deleteTaxSettings(
  ctx: Ctx,
  target: { country: string; expectedVersion: number | undefined },
): Promise<void> {
  requirePermission(ctx, "system:admin");
  const { country, expectedVersion } = target;
  if (country === "*") throw defaultTaxSettings("Every other country needs settings. Replace them instead.");
  const before = await taxSettingsOrThrow(ctx, country);
  checkVersion(before, expectedVersion);
  await commit(ctx, {
    statements: deleteTaxSettingsStmts(before),
    audit: { action: "tax_settings.delete", entity: "tax_settings", entityId: country, before },
    constraints: { [TAX_SETTINGS_UNCHANGED]: () => overtaken(expectedVersion) },
  });
}
