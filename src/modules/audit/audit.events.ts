import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

const standing = z.object({ role: z.string(), status: z.string() });

/** `npm run user:create` writes to the database itself and has no key to sign with: the log learns of it by this event. */
export const operatorActed = defineEvent(
  "operator.acted",
  z.object({
    action: z.enum(["user.create", "user.update"]),
    user_id: z.string(),
    before: standing.nullable(),
    after: standing,
  }),
  "An operator made or promoted an account from the command line.",
);
