import { createServer } from "node:net";
import { readDevState } from "../lib/dev-state.ts";
import { request } from "../lib/http.ts";
import { Failure } from "../lib/terminal.ts";

/** Where somebody else may be listening so that our address would be taken, or worse, shadowed. */
const HOSTS = ["127.0.0.1", "::1", "0.0.0.0", "::"];

/** @throws Failure when a server of this folder runs already: two would write to the same databases */
export async function requireNotRunning(): Promise<void> {
  const state = readDevState();
  if (!state || !isAlive(state.pid)) return;
  const answers = await request("GET", `${state.base_url}/health`, { timeoutMs: 2_000 }).then(
    ({ status }) => status === 200,
    () => false,
  );
  if (!answers) return;
  throw new Failure(
    `The server of this folder is already running at ${state.base_url} (process ${state.pid}). Stop it first.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @throws Failure when the port cannot be listened on */
export async function requireFreePort(port: number): Promise<void> {
  for (const host of HOSTS) {
    const code = await tryListen(port, host);
    if (code === "EADDRINUSE") {
      throw new Failure(
        `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
      );
    }
    if (code === "EACCES") throw new Failure(`Port ${port} is not open to this user. Choose one above 1023.`);
  }
}

/** The error code of listening there; undefined when it works. A host that this machine does not have counts as free. */
function tryListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, ipv6Only: host.includes(":"), exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}
