import { ApiProblem, dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { replacing } from "../../shared/replacing.ts";

export type Exemption = Schema<"TaxExemption">;
export type ExemptionInput = Schema<"TaxExemptionInput">;

export const REASONS: Readonly<Record<Exemption["reason"], string>> = {
  resale: "Resale",
  reverse_charge: "Reverse charge",
  government: "Government",
  non_profit: "Non-profit",
  diplomatic: "Diplomatic",
  other: "Other",
};

const PATH = "/api/v1/customers/{id}/tax-exemption";

/** Why a customer pays no tax; null when they do. */
export async function readExemption(id: string): Promise<Exemption | null> {
  try {
    return await dataOf(client.GET(PATH, { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

/** Exempts the customer, or changes why; `seen` is what it was before. */
export function saveExemption(
  id: string,
  seen: { version: number } | null,
  body: ExemptionInput,
): Promise<Exemption> {
  const header = ifMatch(seen ?? undefined);
  return dataOf(client.PUT(PATH, { params: { path: { id }, header }, body }));
}

export async function endExemption(id: string, seen: Exemption): Promise<void> {
  await dataOf(client.DELETE(PATH, { params: { path: { id }, header: ifMatch(seen) } }));
}

/** How to go on when somebody else changed the exemption that was seen. */
export function exemptionVersions(id: string, seen: Exemption, input: ExemptionInput) {
  return replacing(seen, input, {
    toInput: inputOf,
    read: () => dataOf(client.GET(PATH, { params: { path: { id } } })),
    put: (changed, newest) => saveExemption(id, newest, changed),
  });
}

function inputOf({ reason, certificate, valid_until }: Exemption): ExemptionInput {
  return {
    reason,
    ...(certificate === undefined ? {} : { certificate }),
    ...(valid_until === undefined ? {} : { valid_until }),
  };
}
