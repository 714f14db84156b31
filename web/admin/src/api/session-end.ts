// The API says by a 401 that the session has ended. Whoever sent the request is told, and the page that leads to the login.

import { SESSION_ENDED, setFarewell } from "./session.ts";

const listeners = new Set<() => void>();

/** Calls back whenever an answer says that nobody is logged in any more. Answers how to stop. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellSessionEnd(): void {
  setFarewell(SESSION_ENDED);
  for (const listener of listeners) listener();
}
