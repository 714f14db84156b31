import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import worker from "../../workers/main.ts";
import type { Answer, Call } from "./api.ts";

/** Calls the API under other bindings or settings than the test's own. Waits for what the answer did not wait for, too. */
export async function callWith<Body = Record<string, unknown>>(
  bindings: Env,
  method: string,
  path: string,
  call: Call = {},
): Promise<Answer<Body>> {
  const request = new Request<unknown, IncomingRequestCfProperties>(`http://shop.test${path}`, {
    method,
    headers: { ...(call.body === undefined ? {} : { "Content-Type": "application/json" }), ...call.headers },
    ...(call.text === undefined ? {} : { body: call.text }),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const execution = createExecutionContext();
  const response = await worker.fetch(request, bindings, execution);
  await waitOnExecutionContext(execution);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === "" ? {} : JSON.parse(text)) as Body,
  };
}
