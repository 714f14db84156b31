import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { Database } from "../../../scripts/runtime/runtime.ts";

export interface SqlCall {
  sql: string;
  params: (string | number | null)[];
}

/** Lets the tests' own processes reach into the database of the process that started it: the answer to a statement is its rows. */
export async function openControl(db: Database): Promise<{ url: string; close(): Promise<void> }> {
  const answer = async (body: string): Promise<unknown> => {
    const { sql, params } = JSON.parse(body) as SqlCall;
    const statement = db.prepare(sql).bind(...params);
    return (await statement.all()).results;
  };
  const server = createServer((request, response) => {
    void text(request)
      .then(answer)
      .then(
        (result) => response.end(JSON.stringify(result)),
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
