import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { visitWith } from "./visit-with.ts";

/**
 * The test environment whose database (the main one, unless told otherwise) does something else before its n-th batch
 * (1-based): fail as if the Worker died there, or wait until somebody else is through. All other calls go through.
 */
export function atBatch(n: number, instead: () => Promise<void>, binding: "DB" | "SEARCH_DB" = "DB"): Env {
  let batches = 0;
  return {
    ...env,
    [binding]: new Proxy(env[binding], {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function") return value;
        const method = (value as (...list: unknown[]) => unknown).bind(target);
        if (property !== "batch") return method;
        return async (...parameters: unknown[]) => {
          if (++batches === n) await instead();
          return method(...parameters);
        };
      },
    }),
  };
}

/** The test environment in which something happens once, before the first batch that has a statement like this one. */
export function beforeBatchWith(statement: RegExp, happens: () => Promise<unknown>): Env {
  let isNext = false;
  let isOver = false;
  return {
    ...env,
    DB: new Proxy(env.DB, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== "function") return value;
        const method = (value as (...list: unknown[]) => unknown).bind(target);
        if (property === "prepare") {
          return (text: string) => {
            isNext ||= statement.test(text);
            return method(text);
          };
        }
        if (property !== "batch") return method;
        return async (...parameters: unknown[]) => {
          if (isNext && !isOver) {
            isOver = true;
            await happens();
          }
          return method(...parameters);
        };
      },
    }),
  };
}

/** POST /orders with other bindings than the test's own. */
export async function placeOrderWith(
  bindings: Env,
  cartToken: string,
  body: Record<string, unknown>,
  key: string,
): Promise<Response> {
  const execution = createExecutionContext();
  const request = new Request<unknown, IncomingRequestCfProperties>("http://shop.test/api/v1/orders", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Cart-Token": cartToken, "Idempotency-Key": key },
    body: JSON.stringify(body),
  });
  const response = await visitWith(bindings, request, execution);
  await waitOnExecutionContext(execution);
  return response;
}
