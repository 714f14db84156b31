import type { FuzzRequest } from "./request.ts";
import { targetOf } from "./request.ts";
import type { Seen } from "./send.ts";

export interface Finding {
  operation: string;
  problem: string;
  /** How often it was seen. */
  times: number;
  /** Which request of the run was the first. */
  index: number;
  mutations: readonly string[];
  actor: string;
  target: string;
  /** The smallest request that shows it. */
  curl?: string;
}

export interface SlowAnswer {
  operation: string;
  milliseconds: number;
  status: number;
  mutations: readonly string[];
}

const SLOW_KEPT = 10;

/** What a run has seen. */
export class RunRecord {
  /** How often each operation answered with each status. */
  readonly statuses = new Map<string, Map<number, number>>();
  readonly findings = new Map<string, Finding>();
  slowest: SlowAnswer[] = [];
  requests = 0;
  /** The last request, for whoever wants to know what is going on. */
  last = "";

  count(request: FuzzRequest, { status, milliseconds }: Seen): void {
    this.requests += 1;
    const { operation, method, mutations } = request;
    const id =
      operation.method === method && request.rawPath === undefined
        ? operation.id
        : "(another path or method)";
    const counts = this.statuses.get(id) ?? new Map<number, number>();
    counts.set(status, (counts.get(status) ?? 0) + 1);
    this.statuses.set(id, counts);
    const rounded = Math.round(milliseconds);
    this.slowest = [...this.slowest, { operation: operation.id, milliseconds: rounded, status, mutations }]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, SLOW_KEPT);
  }

  /** Enters something that was found. True the first time. */
  found(request: FuzzRequest, problem: string, index: number): boolean {
    const key = keyOf(request, problem);
    const known = this.findings.get(key);
    if (known) {
      known.times += 1;
      return false;
    }
    const { operation, mutations, actor } = request;
    const target = `${request.method} ${targetOf(request).slice(0, 300)}`;
    this.findings.set(key, { operation: operation.id, problem, times: 1, index, mutations, actor, target });
    return true;
  }

  explain(request: FuzzRequest, problem: string, curl: string): void {
    const finding = this.findings.get(keyOf(request, problem));
    if (finding) finding.curl = curl;
  }

  /** Something that is about the whole run. */
  foundInAll(problem: string): void {
    this.findings.set(problem, {
      operation: "(the whole)",
      problem,
      times: 1,
      index: this.requests,
      mutations: [],
      actor: "",
      target: "",
    });
  }
}

/** Findings that differ in ids and numbers only are one. */
function keyOf({ operation }: FuzzRequest, problem: string): string {
  const general = problem.replace(/^[A-Z]+ \S+ /, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, "#");
  return `${operation.id} ${general.slice(0, 120)}`;
}
