import { type Answer, type Call, reasonOf, request } from "../lib/http.ts";
import { bold, dim, Failure, green, red } from "../lib/terminal.ts";

/** A request of the demo and what it promises. */
export interface Step<Body> extends Call {
  method: string;
  /** A path of the API, or a whole URL of somebody else's. */
  path: string;
  /** The status that the API promises here. */
  expect: number;
  /** The interesting part of the answer. */
  show: (body: Body) => string | string[];
}

/** Tells a purchase: makes the requests one after another and prints each with its answer. */
export class Teller {
  readonly baseUrl: string;
  #steps = 0;
  #checks = 0;

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  get checks(): number {
    return this.#checks;
  }

  /** Opens a part of the story. */
  chapter(title: string): void {
    console.log(`\n${bold(title)}\n`);
  }

  /**
   * Makes the request of a step and prints it with its answer.
   * @throws Failure when the status is not the promised one
   */
  async ask<Body>(title: string, step: Step<Body>): Promise<Answer<Body>> {
    this.#steps += 1;
    console.log(`${String(this.#steps).padStart(3)}  ${bold(title)}`);
    console.log(`     → ${step.method} ${decodeURIComponent(step.path)} ${dim(shortBody(step))}`);
    const answer = await this.send<Body>(step.method, step.path, step);
    const isPromised = answer.status === step.expect;
    console.log(`     ← ${isPromised ? green(String(answer.status)) : red(String(answer.status))}`);
    this.check(isPromised, `${step.method} ${step.path} answers ${step.expect}`, answer.body);
    for (const line of [step.show(answer.body)].flat()) console.log(`       ${line}`);
    return answer;
  }

  /** Makes a request that is not worth a step of its own. */
  async send<Body>(method: string, path: string, call: Call = {}): Promise<Answer<Body>> {
    const url = path.startsWith("/") ? `${this.baseUrl}${path}` : path;
    try {
      return await request<Body>(method, url, call);
    } catch (error) {
      throw new Failure(`${method} ${url} got no answer: ${reasonOf(error)}`);
    }
  }

  /** @throws Failure when something is not as promised */
  check(holds: boolean, promise: string, found?: unknown): void {
    this.#checks += 1;
    if (holds) return;
    const detail = found === undefined ? "" : `\n  Found: ${JSON.stringify(found, null, 2)}`;
    throw new Failure(`Not as promised: ${promise}.${detail}`);
  }

  /** Prints something that was waited for and has come. */
  note(text: string): void {
    console.log(`     ${green("✓")} ${text}`);
  }
}

function shortBody(call: Call): string {
  if (call.json !== undefined) return shorten(JSON.stringify(call.json));
  if (call.form !== undefined) return shorten(new URLSearchParams(call.form).toString());
  return "";
}

function shorten(text: string): string {
  return text.length > 150 ? `${text.slice(0, 149)}…` : text;
}
