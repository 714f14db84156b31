import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { findTaxSettings, type TaxSettingsRow } from "./tax-settings.repo.ts";

/** @throws resource.not_found when the country has no settings of its own */
export async function taxSettingsOrThrow(ctx: Ctx, country: string): Promise<TaxSettingsRow> {
  const row = await findTaxSettings(ctx, country);
  if (!row) throw notFound("This country has no tax settings of its own: those of `default` hold.");
  return row;
}
