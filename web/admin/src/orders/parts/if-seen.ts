import { answerTo } from "../../api/client.ts";

/**
 * The If-Match header for a change of what was seen. ETags of orders, fulfillments and returns tell more than their version, and lists
 * do not have them: so it is read anew, and has to be the version that is on the screen.
 * @throws Error when somebody else has changed it since; ApiProblem when it cannot be read
 */
export async function ifSeen(path: string, seen: { version: number }): Promise<Record<string, string>> {
  const response = await answerTo("GET", path);
  const now = (await response.json()) as { version?: number };
  const etag = response.headers.get("ETag");
  if (etag === null || now.version !== seen.version) {
    throw new Error("Somebody else has changed it meanwhile. Look at what it is now, then try again.");
  }
  return { "If-Match": etag };
}
