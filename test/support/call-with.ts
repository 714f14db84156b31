import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import type { Answer, Call } from "./api.ts";
import { noteExchange } from "./log-watch.ts";
import { visitWith } from "./visit-with.ts";

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
  const response = await visitWith(bindings, request, execution);
  await waitOnExecutionContext(execution);
  const text = await response.text();
  const body = (text === "" ? {} : JSON.parse(text)) as Body;
  noteExchange(
    { url: request.url, headers: request.headers, body: call.body },
    { headers: response.headers, body },
  );
  return { status: response.status, headers: response.headers, body };
}
