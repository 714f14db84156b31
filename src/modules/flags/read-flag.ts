import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { allFlags, defaultValue, type Flag } from "../../platform/flags.ts";
import { checkVersion } from "../../platform/overtaken.ts";
import { type FlagRow, findFlags } from "./flags.repo.ts";

/** A flag and what it is set to, as the database has it. */
export interface FlagState {
  flag: Flag;
  row: FlagRow | undefined;
}

/** Every flag of the code by name, those that are not set with their defaults. What is set of a flag that is no more is left out. */
export async function listFlags(ctx: Ctx): Promise<FlagState[]> {
  const rows = await findFlags(ctx);
  return [...allFlags().values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => ({ flag, row: rows.get(flag.name) }));
}

/** @throws resource.not_found; resource.precondition_failed when it has another version than `expectedVersion` (0: it is not set) */
export async function flagOrThrow(ctx: Ctx, name: string, expectedVersion?: number): Promise<FlagState> {
  const flag = allFlags().get(name);
  if (!flag) throw notFound("There is no such flag.");
  const row = (await findFlags(ctx)).get(name);
  checkVersion(row ?? { version: 0 }, expectedVersion);
  return { flag, row };
}

export function flagView(ctx: Ctx, { flag, row }: FlagState) {
  const { name, description, kind } = flag;
  const set = row ? { ...row, enabled: row.enabled === 1 } : defaultValue(ctx.config, flag);
  const { enabled, percentage, message, retry_after } = set;
  return {
    ...{ name, description, kind, enabled, percentage, message, retry_after },
    default: flag.default(ctx.config),
    is_set: row !== undefined,
    reason: row?.reason ?? null,
    updated_at: row?.updated_at ?? null,
    version: row?.version ?? 0,
  };
}
