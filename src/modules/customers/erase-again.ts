import { type Ctx, deriveCtx } from "../../platform/ctx.ts";
import { notedErasures } from "../backups/index.ts";
import { findUser } from "../identity/index.ts";
import { erasePerson } from "./erase-customer.ts";

/** Erases whom a restored dump has brought back. Cut off, it goes on with those who are left. @throws when somebody could not be erased, after the others */
export async function eraseAgain(ctx: Ctx): Promise<void> {
  // The first erasure must not record the event as processed.
  const own = deriveCtx(ctx, { delivery: undefined });
  const failures: unknown[] = [];
  for (const id of await notedErasures(own)) {
    const user = await findUser(own, id);
    if (!user || user.status === "erased") continue;
    await erasePerson(own, user).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} people could not be erased again`);
}
