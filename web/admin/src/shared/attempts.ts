import { ApiProblem, idempotencyKey } from "../../../../client/index.ts";

/** How long an attempt without an answer is gone on with: later the same input is meant as another one. */
const KEPT_MS = 10 * 60_000;
const PREFIX = "panel.attempt.";
/** Refusals that come before the API looks whether it knows a key: what became of the try before, they do not say. */
const SAYING_NOTHING: readonly number[] = [401, 403, 408, 425, 429];

interface Attempt {
  key: string;
  at: number;
}

/**
 * The Idempotency-Key of what somebody wants: the same until it is settled, also in a dialog that was closed and opened again and after
 * a reload. `what` names the page, the action and all of its input; it may hold what is about people, so only a trace of it is kept.
 */
export function keyOf(what: string): string {
  const name = nameOf(what);
  const kept = read(name);
  if (kept && Date.now() - kept.at < KEPT_MS) return kept.key;
  const key = idempotencyKey();
  write(name, { key, at: Date.now() });
  return key;
}

/** It is known what became of it: the same again is another action. */
export function settle(what: string): void {
  unanswered.delete(nameOf(what));
  storage()?.removeItem(nameOf(what));
}

/** Whether an error tells what became of the request. If not, it may have been carried out. */
export function isClear(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return !(error instanceof TypeError);
  return error.status < 500 && !SAYING_NOTHING.includes(error.status) && error.code !== IN_PROGRESS;
}

/** Whether the page may show what is no longer so: somebody was faster, or nobody knows what was done. */
export function isOutdating(error: unknown): boolean {
  return !isClear(error) || (error instanceof ApiProblem && OVERTAKEN.includes(error.status));
}

const OVERTAKEN: readonly number[] = [404, 409, 412];
const IN_PROGRESS = "idempotency.in_progress";
const unanswered = new Map<string, Attempt>();

function read(name: string): Attempt | undefined {
  const text = storage()?.getItem(name);
  return text ? (JSON.parse(text) as Attempt) : unanswered.get(name);
}

function write(name: string, attempt: Attempt): void {
  unanswered.set(name, attempt);
  storage()?.setItem(name, JSON.stringify(attempt));
}

/** Of this tab; nothing where the browser keeps nothing. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

/** 64 bits of a text, by FNV-1a: two that are the same by chance are refused by the API, which compares what is sent. */
function nameOf(what: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(what)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return `${PREFIX}${hash.toString(36)}`;
}
