import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { Failure } from "./terminal.ts";

/**
 * Asks for a line on the terminal without showing what is typed.
 * @throws Failure when there is none: Ctrl-C, Ctrl-D
 */
export async function askSecretly(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  process.stdout.write(question);
  try {
    return await new Promise((resolve, reject) => {
      lines.once("line", resolve);
      lines.once("close", () => reject(new Failure("Nothing was done.")));
    });
  } finally {
    lines.close();
    process.stdout.write("\n");
  }
}

/** The first line of what is piped into this process. */
export async function readPipedLine(): Promise<string> {
  const [line = ""] = (await text(process.stdin)).split(/\r?\n/);
  return line;
}
