import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { sleep } from "../../scripts/lib/terminal.ts";

/** A line to a server on which everything takes a while, either way. */
export interface SlowLine {
  url: string;
  /** Each request and each answer takes up to this long. */
  mostMs: number;
  close(): void;
}

/**
 * Opens a line to `url`. A request that is on it arrives, even when its sender has died meanwhile; as with a provider that is
 * far away, most of the time of an order is then spent here.
 */
export async function openSlowLine(url: string): Promise<SlowLine> {
  const server = createServer((asked, answered) => {
    void (async () => {
      const body = await text(asked);
      await sleep(Math.random() * line.mostMs);
      const onward = request(new URL(asked.url ?? "/", url), {
        method: asked.method,
        headers: asked.headers,
      });
      onward.end(body);
      const [answer] = (await once(onward, "response")) as [IncomingMessage];
      await sleep(Math.random() * line.mostMs);
      answered.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(answered);
    })().catch(() => answered.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the line has no address");
  const line: SlowLine = {
    mostMs: 0,
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return line;
}
