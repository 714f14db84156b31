import type { Subscriber } from "./events.ts";
import type { Job } from "./jobs.ts";

/** What the registry holds, for those modules that run or show it: a module cannot import the registry, which imports it. */
export interface Registered {
  jobs: readonly Job[];
  subscribers: readonly Subscriber[];
}

let registered: Registered = { jobs: [], subscribers: [] };

/** Called once, by the registry. */
export function setRegistered(all: Registered): void {
  registered = all;
}

/** Every job and every subscriber of the system. */
export function allRegistered(): Registered {
  return registered;
}
