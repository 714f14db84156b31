import { exports } from "cloudflare:workers";
import { onContract } from "./contract/seen.ts";

/** Sends a request to the API as the runtime would; an answer that openapi.json does not describe fails the test that gets it. */
export async function visit(target: string | Request, init?: RequestInit): Promise<Response> {
  const { method, url } =
    typeof target === "string" ? { method: init?.method ?? "GET", url: target } : target;
  return onContract(method, url, await exports.default.fetch(target, init));
}
