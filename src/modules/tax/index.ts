import { taxExemptionRoutes } from "./tax-exemptions.routes.ts";
import { taxRateRoutes } from "./tax-rates.routes.ts";
import { taxSettingsRoutes } from "./tax-settings.routes.ts";

export { calculateTaxes, setTaxCalculator, type TaxRequest } from "./calculator.ts";
export { endedExemptionOf, taxColumns, type TaxColumns, taxesOfRow } from "./destination-taxes.repo.ts";
export { eraseTaxExemptionStmt, type TaxExemptionRow, taxExemptionStmt } from "./tax-exemptions.repo.ts";

export const taxRoutes = [...taxRateRoutes, ...taxSettingsRoutes, ...taxExemptionRoutes] as const;
