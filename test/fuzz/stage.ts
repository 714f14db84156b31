import type { ActorName } from "./cast.ts";
import type { Body, FuzzRequest } from "./request.ts";
import { jsonOf, type Seen } from "./send.ts";
import type { Session } from "./session.ts";

export interface Ask {
  params?: string[];
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Default: the key with every permission. */
  as?: ActorName;
  json?: unknown;
  body?: Body;
  contentType?: string;
}

/** An object of an answer, as loosely as a script needs it. */
export interface Thing {
  [key: string]: unknown;
  id: string;
}

export interface Told {
  status: number;
  headers: Headers;
  body: Thing;
  text: string;
}

/**
 * Asks for what a script needs, by operation. It goes through the session like every other request: judged, learnt from, and kept
 * to be changed later. What is refused is noted, not fatal: the run may have made it impossible.
 */
export class Stage {
  readonly session: Session;
  readonly refusals = new Map<string, string>();

  constructor(session: Session) {
    this.session = session;
  }

  async ask(id: string, ask: Ask = {}): Promise<Told> {
    const operation = this.session.operation(id);
    const needsKey = operation.parameters.some(
      ({ name, required }) => name === "Idempotency-Key" && required,
    );
    const headers = { ...(needsKey ? { "Idempotency-Key": this.session.newKey() } : {}), ...ask.headers };
    const body = ask.body ?? (ask.json === undefined ? undefined : { json: ask.json });
    const request: FuzzRequest = {
      operation,
      method: operation.method,
      params: ask.params ?? [],
      query: Object.entries(ask.query ?? {}),
      headers: Object.entries(headers),
      actor: ask.as ?? "key",
      ...(body ? { body, contentType: ask.contentType ?? "application/json" } : {}),
      mutations: ["(script)"],
    };
    const seen = await this.session.execute(request, -1);
    if (seen.status >= 300) this.refusals.set(id, `${seen.status} ${seen.body.slice(0, 250)}`);
    return {
      status: seen.status,
      headers: seen.headers,
      body: thingOf(seen),
      text: seen.body,
    };
  }
}

function thingOf(seen: Seen): Thing {
  const body = jsonOf(seen);
  return { id: "", ...(typeof body === "object" ? body : {}) };
}

/** The objects in a list of an answer. */
export function listOf(thing: Thing, name = "data"): Thing[] {
  const list = thing[name];
  return Array.isArray(list) ? (list as Thing[]) : [];
}

/** A text of an answer; empty when it has none. */
export function textOf(thing: Thing | undefined, name: string): string {
  const value = thing?.[name];
  return typeof value === "string" ? value : "";
}

/** The first of a list; an empty object when there is none. */
export function firstOf(things: readonly Thing[]): Thing {
  return things[0] ?? { id: "" };
}
