import { readFileSync } from "node:fs";
import { inProject } from "../../scripts/lib/paths.ts";
import { execute } from "../../scripts/runtime/databases.ts";
import type { Session } from "./session.ts";
import { Stage } from "./stage.ts";
import { stageAccounts } from "./stage-accounts.ts";
import { stageCatalog } from "./stage-catalog.ts";
import { stageLooks } from "./stage-looks.ts";
import { stageOps } from "./stage-ops.ts";
import { stageSales } from "./stage-sales.ts";

/** Sets up a shop where there is something of everything, after whatever the run has done to it. Returns what was refused, and why. */
export async function setStage(session: Session): Promise<Record<string, string>> {
  const { world, cast } = session;
  await execute(await world.db(), readFileSync(inProject("demo/shop-settings.sql"), "utf8"));
  for (const flag of ["maintenance", "guest_checkout"]) await session.resetFlag(flag);
  await cast.renewAll();
  const stage = new Stage(session);
  await stageCatalog(stage);
  await stageAccounts(stage);
  await stageSales(stage);
  await world.sweep();
  await stageOps(stage);
  await stageLooks(stage);
  return Object.fromEntries(stage.refusals);
}
