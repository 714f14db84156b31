import type { Problem } from "../../client/index.ts";
import { reasonOf } from "../lib/http.ts";
import { offContract } from "../../test/support/off-contract.node.ts";
import { bold, dim, Failure, green, red } from "../lib/terminal.ts";

const TIMEOUT_MS = 30_000;

/** What the client answers. */
interface Answered<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** A request of the demo and what it promises. */
interface Step<Body, Shown> {
  send: () => Promise<Answered<Body>>;
  /** The status that the API promises here. */
  expect: number;
  /** The interesting part of the answer. */
  show: (body: Shown) => string | string[];
}

/** Tells a purchase: has the requests made one after another and prints each with its answer. */
export class Teller {
  readonly baseUrl: string;
  #isTelling = false;
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
   * Makes the request of a step, prints it with its answer, and returns the answer's body.
   * @throws Failure when the status is not the promised one
   */
  async ask<Body>(title: string, step: Step<Body, Body>): Promise<Body> {
    const { data } = await this.#tell(title, step);
    const body = data as Body; // The status was the promised one: an empty body is one, too.
    this.#show(step.show(body));
    return body;
  }

  /** The same for what the API promises to refuse. */
  async askInVain(title: string, step: Step<unknown, Problem>): Promise<Problem> {
    const { error } = await this.#tell(title, step);
    const problem = error as Problem;
    this.#show(step.show(problem));
    return problem;
  }

  /** What the demo's clients send their requests with. Tells those of a step; others are not worth one of their own. */
  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.#isTelling) {
      const url = decodeURIComponent(request.url).replace(`${this.baseUrl}/api/`, "/api/");
      console.log(`     → ${request.method} ${url} ${dim(shorten(await request.clone().text()))}`);
    }
    const answer = await fetch(request, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
      (error: unknown) => {
        throw new Failure(`${request.method} ${request.url} got no answer: ${reasonOf(error)}`);
      },
    );
    const { status, headers } = answer;
    const body = await answer.clone().text();
    const findings = offContract(request.method, request.url, { status, headers, body });
    if (findings.length > 0) throw new Failure(`Not as openapi.json says:\n${findings.join("\n")}`);
    return answer;
  };

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

  async #tell<Body>(
    title: string,
    { send, expect }: Pick<Step<Body, never>, "send" | "expect">,
  ): Promise<Answered<Body>> {
    this.#steps += 1;
    console.log(`${String(this.#steps).padStart(3)}  ${bold(title)}`);
    this.#isTelling = true;
    const answer = await send().finally(() => (this.#isTelling = false));
    const { status } = answer.response;
    const isPromised = status === expect;
    console.log(`     ← ${isPromised ? green(String(status)) : red(String(status))}`);
    this.check(isPromised, `"${title}" is answered with ${expect}`, answer.data ?? answer.error);
    return answer;
  }

  #show(lines: string | string[]): void {
    for (const line of [lines].flat()) console.log(`       ${line}`);
  }
}

function shorten(text: string): string {
  return text.length > 150 ? `${text.slice(0, 149)}…` : text;
}
