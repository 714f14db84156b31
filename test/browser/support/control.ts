import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Database } from "../../../scripts/runtime/runtime.ts";

export interface SqlCall {
  sql: string;
  params: (string | number | null)[];
}

/** Jobs that ran in this minute are due again. */
const MINUTE_IS_OVER =
  "UPDATE jobs SET last_slot = NULL WHERE last_slot > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-2 minutes')";

/**
 * Lets the tests' own processes reach into the runtime of the process that started it: POST /sql answers the rows of a statement,
 * POST /jobs runs all jobs that are due at the next minute.
 */
export async function openControl(
  db: Database,
  runJobs: () => Promise<void>,
): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (path: string | undefined, body: string): Promise<unknown> => {
    if (path === "/jobs") {
      await db.prepare(MINUTE_IS_OVER).run();
      return runJobs();
    }
    const { sql, params } = JSON.parse(body) as SqlCall;
    const statement = db.prepare(sql).bind(...params);
    return (await statement.all()).results;
  };
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => answer(request.url, body))
      .then(
        (result) => response.end(JSON.stringify(result ?? null)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port is free");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}
