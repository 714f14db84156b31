import worker from "../../workers/main.ts";
import { onContract } from "./contract/seen.ts";

/** As `visit`, under other bindings than the test's own. */
export async function visitWith(
  bindings: Env,
  request: Request<unknown, IncomingRequestCfProperties>,
  execution: ExecutionContext,
): Promise<Response> {
  return onContract(request.method, request.url, await worker.fetch(request, bindings, execution));
}
