import type { MiddlewareHandler } from "hono";
import { actorId } from "../auth.ts";
import { sha256Hex } from "../crypto.ts";
import type { Ctx } from "../ctx.ts";
import { prepareStatement } from "../db.ts";
import { invalidInput } from "../errors.ts";
import {
  claimOf,
  completeClaimStmt,
  examineClaim,
  findClaimStmt,
  idempotencyAnswerLost,
  idempotencyKeyMissing,
  type IdempotencyClaim,
  type IdempotencyRow,
  type StoredReply,
  unlockClaimStmt,
} from "../idempotency.ts";
import type { AppBindings } from "./route.ts";

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Headers that belong to the answer itself and are replayed with it. */
const REPLAYED_HEADERS = ["content-type", "location", "etag", "x-cart-token"];

/** The OpenAPI parameter of the Idempotency-Key header. */
export function idempotencyHeader(required: boolean) {
  return {
    name: "Idempotency-Key",
    in: "header",
    required,
    description:
      "A unique key of the client's making (1 to 255 printable characters). The same key and body replays the first answer for 24 hours.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
}

/**
 * Honours the Idempotency-Key of a POST. "handled" only checks and provides the key: the handler does the rest.
 * Otherwise: the first `commit` of the handler inserts the claim, the answer is stored after it, and a repeat replays it.
 * Answers given before anything was written (bad input) are not stored: a corrected retry may use the key again.
 * "once" stores no answer: a repeat learns that the request was carried out, and nothing else.
 */
export function withIdempotency(
  mode: "accepted" | "required" | "handled" | "once",
  capabilityHeader: string | undefined,
): MiddlewareHandler<AppBindings> {
  return async (c, next) => {
    const key = c.req.header("Idempotency-Key");
    if (key === undefined) {
      if (mode !== "required") return next();
      throw idempotencyKeyMissing("This operation needs an Idempotency-Key header.");
    }
    if (!KEY.test(key)) {
      throw invalidInput("The Idempotency-Key is not valid.", {
        errors: [
          {
            pointer: "#/header/idempotency-key",
            code: "invalid_key",
            message: "must be 1 to 255 printable ASCII characters",
          },
        ],
      });
    }
    if (mode === "handled") return next();
    const ctx = c.get("ctx");
    const url = new URL(c.req.url);
    const claim = await claimOf(
      `${await scopeOf(ctx, capabilityHeader && c.req.header(capabilityHeader))}:POST ${canonicalPath(url)}`,
      key,
      `${c.req.header("Content-Type") ?? ""}\n${url.search}\n${await c.req.text()}`,
    );
    const stored = await findStored(ctx, claim, mode);
    if (stored) {
      c.res = replayResponse(stored);
      return;
    }
    ctx.idempotency = claim;
    await next();
    if (!claim.recorded) return;
    if (mode === "once") await prepareStatement(ctx.env.DB, unlockClaimStmt(ctx, claim)).run();
    else await store(ctx, claim, c.res);
  };
}

/** One spelling for one resource, so that a key is found again, and what is kept of a person too. */
function canonicalPath({ pathname }: URL): string {
  const path = pathname.replace(/\/+$/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The caller's own namespace of keys. All guests are one actor: what tells them apart is the token that they hold. */
async function scopeOf(ctx: Ctx, token: string | undefined): Promise<string> {
  const holder = token === undefined ? "" : `:${await sha256Hex(token)}`;
  return `${ctx.actor.kind}:${actorId(ctx.actor) ?? ""}${holder}`;
}

async function findStored(ctx: Ctx, claim: IdempotencyClaim, mode: string): Promise<StoredReply | undefined> {
  const row = await prepareStatement(ctx.env.DB, findClaimStmt(claim)).first<IdempotencyRow>();
  if (!row) return undefined;
  const found = examineClaim(ctx, claim, row);
  if ("replay" in found) return found.replay;
  throw idempotencyAnswerLost(
    mode === "once"
      ? "The first request with this key was carried out. What it answered is shown once and not kept: ask for a new one."
      : "The first request with this key was carried out. Read the resource to see its result.",
    {
      facts: { resource_id: found.resume.resourceId },
    },
  );
}

async function store(ctx: Ctx, claim: IdempotencyClaim, response: Response): Promise<void> {
  if (response.status >= 500) return;
  const text = await response.clone().text();
  const headers: Record<string, string> = {};
  for (const name of REPLAYED_HEADERS) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const reply: StoredReply = {
    status: response.status,
    body: text === "" ? null : JSON.parse(text),
    headers,
  };
  await prepareStatement(ctx.env.DB, completeClaimStmt(claim, reply)).run();
}

/** The stored answer again, marked as a replay. */
export function replayResponse(stored: StoredReply): Response {
  return new Response(stored.body === null ? null : JSON.stringify(stored.body), {
    status: stored.status,
    headers: { ...stored.headers, "Cache-Control": "no-store", "Idempotent-Replayed": "true" },
  });
}
