import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** The server hangs up on a connection that was idle for five seconds. */
const IDLE_MS = 4_000;
const PATIENCE_MS = 120_000;

/** Keep-alive connections to a server, as many as are needed at once. Cheaper than fetch, whose work would be measured, too. */
export class Line {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, timeout: IDLE_MS });

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** One request. @throws Error when the connection breaks, or there is no answer in two minutes */
  ask(method: string, path: string, headers: Record<string, string> = {}, json?: unknown): Promise<Reply> {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const { hostname: host, port } = this.#url;
    return new Promise((resolve, reject) => {
      const asked = request({
        host,
        port,
        method,
        path: `/api/v1${path}`,
        agent: this.#agent,
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
      });
      asked.on("error", reject);
      asked.on("response", (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("error", reject);
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      });
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
