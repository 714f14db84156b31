import type { EventQueue } from "./event-queue.ts";

/** Work that a store has to do. */
interface Job {
  service: number;
  done: () => void;
}

/** A store that does one thing at a time, as a D1 database or a Durable Object. What finds too many waiting is refused, as "overloaded". */
export class Server {
  readonly #events: EventQueue;
  readonly #mostWaiting: number;
  readonly #waiting: Job[] = [];
  #first = 0;
  #isBusy = false;
  /** How long it has worked. */
  busy = 0;

  constructor(events: EventQueue, mostWaiting = Infinity) {
    this.#events = events;
    this.#mostWaiting = mostWaiting;
  }

  /** Does something that takes `service`, after all that came before. Returns false, and does nothing, when too many wait. */
  ask(service: number, done: () => void): boolean {
    if (this.#waiting.length - this.#first >= this.#mostWaiting) return false;
    this.#waiting.push({ service, done });
    if (!this.#isBusy) this.#next();
    return true;
  }

  #next(): void {
    const job = this.#waiting[this.#first];
    if (!job) {
      this.#waiting.length = 0;
      this.#first = 0;
      this.#isBusy = false;
      return;
    }
    this.#first += 1;
    this.#isBusy = true;
    this.busy += job.service;
    this.#events.after(job.service, () => {
      job.done();
      this.#next();
    });
  }
}
