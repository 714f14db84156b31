import { type Account, execute } from "./account.execute.ts";
import { fingerprintOf, keyInUse, requireSameRequest } from "./idempotency.ts";
import { matchRoute } from "./routes.ts";
import { accessOf, secretKeyRequired } from "./wire.access.ts";
import type { Call } from "./wire.call.ts";
import { Refusal, invalid } from "./wire.refusal.ts";
import { type Reply, refusalReply, replay, unrecognized } from "./wire.reply.ts";

/** Executes one API request, entirely synchronously: requests never interleave, and each is one transaction. */
export function answer(account: Account, call: Call): Reply {
  try {
    const access = accessOf(call);
    const { route, id } = matchRoute(call.method, call.path) ?? unrecognized(call);
    if (access === "publishable" && !route.isPublic) throw secretKeyRequired();
    if (call.contentType.includes("json")) throw invalid("The request body must be form-encoded, not JSON.");
    const fingerprint = fingerprintOf(call);
    const kept = fingerprint === null ? undefined : account.store.keptAnswer(fingerprint.key);
    if (kept !== undefined && fingerprint !== null) {
      requireSameRequest(kept, fingerprint);
      return replay(call, kept);
    }
    if (fingerprint !== null && account.running.has(fingerprint.key)) throw keyInUse(fingerprint.key);
    return execute(account, call, access, { route, id, fingerprint });
  } catch (error) {
    if (error instanceof Refusal) return refusalReply(call, error);
    throw error;
  }
}
