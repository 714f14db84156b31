// autocannon ships no types; this is the part of its API that the benchmark uses.
declare module "autocannon" {
  import type { EventEmitter } from "node:events";

  export interface Request {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string;
    /** Called each time before the request is sent; must be given back changed, not mutated. */
    setupRequest?: (request: Request, context: Record<string, unknown>) => Request;
    onResponse?: (
      status: number,
      body: string,
      context: Record<string, unknown>,
      headers: Record<string, string | string[]>,
    ) => void;
  }

  export interface Options {
    url: string;
    connections: number;
    /** Requests over all connections. */
    amount: number;
    /** Seconds until a request without an answer counts as failed. */
    timeout?: number;
    /** Milliseconds between two samples; the run ends with one. */
    sampleInt?: number;
    requests: Request[];
    setupClient?: (client: {
      setHeaders(headers: Record<string, string>): void;
      setRequests(requests: Request[]): void;
    }) => void;
  }

  export interface Result {
    errors: number;
    timeouts: number;
  }

  export default function autocannon(
    options: Options,
    done: (error: Error | null, result: Result) => void,
  ): EventEmitter<{
    response: [client: unknown, status: number, bytes: number, milliseconds: number];
    reqError: [error: Error];
  }>;
}
