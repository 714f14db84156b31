import { signal } from "@preact/signals";
import { ApiProblem, createClient, dataOf, type Schema } from "../../../client/index.ts";
import { forget, keep, kept } from "./browser-store.ts";

export type Session = Schema<"BrowserSession">;

/** The cookie of a session cannot be seen by scripts. This note tells whether asking for it is worth a request. */
const HINT = "shop.session";

// Reads the session and nothing else: the client of api.ts needs the session for its CSRF token.
const plainClient = createClient();

/** Who is logged in; undefined for a guest, and while it is not known. */
export const session = signal<Session | undefined>();

/** Whether it is known who is here. A browser that nobody logged in with is a guest's without asking. */
export const sessionKnown = signal(kept(HINT) === undefined);

let asking: Promise<Session | undefined> | undefined;

/** Who is logged in, asked once, and only when somebody has logged in with this browser. */
export async function currentSession(): Promise<Session | undefined> {
  return sessionKnown.value ? session.value : askSession();
}

/** Asks the API who is logged in, whatever this browser remembers. */
export function askSession(): Promise<Session | undefined> {
  asking ??= readSession().finally(() => (asking = undefined));
  return asking;
}

/** Somebody has logged in with this browser. */
export function sessionOpened(opened: Session): void {
  keep(HINT, "1");
  session.value = opened;
  sessionKnown.value = true;
}

/** Nobody is logged in any more. */
export function sessionClosed(): void {
  forget(HINT);
  session.value = undefined;
  sessionKnown.value = true;
}

async function readSession(): Promise<Session | undefined> {
  try {
    sessionOpened(await dataOf(plainClient.GET("/api/v1/auth/session")));
  } catch (error) {
    const isGuest = error instanceof ApiProblem && (error.status === 401 || error.status === 404);
    if (!isGuest) throw error;
    sessionClosed();
  }
  return session.value;
}
