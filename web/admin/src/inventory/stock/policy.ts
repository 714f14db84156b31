import { ApiProblem, dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { isSame } from "../../shared/changes.ts";
import { replacing } from "../../shared/replacing.ts";
import type { Stock } from "./stock.ts";

/** When a variant is low, and whether it may be sold beyond what is on hand. */
export interface Policy {
  low_stock_threshold: number | null;
  allowed: boolean;
  limit: number | null;
}

type Seen = Pick<Stock, "variant_id" | "version" | "low_stock_threshold" | "backorder">;

/** Others sell while staff decide: so often the version is read again. */
const TRIES = 5;

export function policyOf({ low_stock_threshold, backorder }: Omit<Seen, "variant_id" | "version">): Policy {
  return { low_stock_threshold, ...backorder };
}

/** Saves a policy. The version changes with every order, too: only another policy than the one that was seen is a conflict. */
export async function savePolicy(seen: Seen, policy: Policy): Promise<void> {
  let { version } = seen;
  for (let left = TRIES; ; left -= 1) {
    try {
      return await putPolicy(seen.variant_id, policy, { version });
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 412 || left === 0) throw error;
      const newest = await readStock(seen.variant_id);
      if (!isSame(policyOf(newest), policyOf(seen))) throw error;
      ({ version } = newest);
    }
  }
}

/** How to go on when somebody else changed the policy. */
export function policyVersions(seen: Seen, policy: Policy) {
  return replacing(seen, policy, {
    toInput: policyOf,
    read: () => readStock(seen.variant_id),
    put: (input, newest) => putPolicy(seen.variant_id, input, newest),
  });
}

async function putPolicy(
  id: string,
  { low_stock_threshold, allowed, limit }: Policy,
  seen: { version: number },
) {
  await dataOf(
    client.PATCH("/api/v1/inventory/{variant_id}", {
      params: { path: { variant_id: id }, header: ifMatch(seen) },
      body: { low_stock_threshold, backorder: { allowed, ...(allowed ? { limit } : {}) } },
    }),
  );
}

function readStock(id: string): Promise<Seen> {
  return dataOf(client.GET("/api/v1/inventory/{variant_id}", { params: { path: { variant_id: id } } }));
}
