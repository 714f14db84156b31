import { ApiProblem, createClient, dataOf, type Schema } from "../../../../client/index.ts";

/** For what makes and reads sessions. */
export const plainClient = createClient();

export type Session = Schema<"BrowserSession">;
export type Me = Schema<"Me">;
export type Permission = Me["permissions"][number];

/** Who is logged in: the browser's session, with what the user may do now. */
export interface Staff {
  session: Session;
  me: Me;
}

let known: Promise<Staff | undefined> | undefined;
let userId: string | undefined;
let farewell: string | undefined;

export const SESSION_ENDED = "Your session has ended. Log in to go on where you were.";

/**
 * Who is logged in, asked once until it changes; undefined for nobody. Also for somebody else than before: they have logged in in another
 * tab, and what is on this page is not theirs.
 */
export function currentStaff(): Promise<Staff | undefined> {
  known ??= readStaff().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** The session's CSRF token; undefined for nobody. */
export async function csrfToken(): Promise<string | undefined> {
  return (await currentStaff())?.session.csrf_token;
}

/** Who was logged in when it was asked last. */
export function knownUserId(): string | undefined {
  return userId;
}

/** Why somebody finds themselves at the login; undefined when they came by themselves. */
export function lastFarewell(): string | undefined {
  return farewell;
}

export function setFarewell(reason: string | undefined): void {
  farewell = reason;
}

/** Something about the session has changed, here or elsewhere: it has to be asked for again. */
export function forgetStaff(): void {
  known = undefined;
}

/** Somebody logs in or out here: the page is no longer whose it was. */
export function forgetUser(): void {
  known = undefined;
  userId = undefined;
}

async function readStaff(): Promise<Staff | undefined> {
  try {
    const session = await dataOf(plainClient.GET("/api/v1/auth/session"));
    if (userId !== undefined && userId !== session.user.id) return undefined;
    userId = session.user.id;
    return { session, me: await dataOf(plainClient.GET("/api/v1/auth/me")) };
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 401 || error.status === 404)) return undefined;
    throw error;
  }
}
