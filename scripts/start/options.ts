import { parseArgs } from "node:util";
import { Failure } from "../lib/terminal.ts";

export const HELP = `Starts the API with the Stripe emulator, on this machine and offline.

  npm start               what the API does, in short lines
  npm run dev             the same, with debug logs, wrangler's own messages and the inspector on its usual port
  PORT=9000 npm start     on another port (default 8787)

Both reload when a source file changes. Data is kept in .wrangler/state: delete that folder to begin anew.
Secrets are made once and kept in .dev.vars (.dev.vars.example explains them).
`;

export interface StartOptions {
  port: number;
  /** More to see: debug logs, wrangler's messages, the inspector. */
  verbose: boolean;
  help: boolean;
}

/** @throws Failure for an unknown option or a PORT that is none */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return { ...values, port: readPort(env["PORT"]) };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === "") return 8787;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Failure(`PORT must be a number from 1 to 65535, not "${text}".`);
  return port;
}
