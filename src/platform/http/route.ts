import { createRoute, type OpenAPIHono, type RouteConfig, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Ctx } from "../ctx.ts";
import type { ErrorDefinition } from "../errors.ts";
import type { RateClass } from "../rate-limit.ts";
import type { Access } from "./access.ts";
import { contractOf } from "./contract.ts";
import { type Reply, sendReply } from "./reply.ts";

export interface AppBindings {
  Bindings: Env;
  Variables: { ctx: Ctx; sharedText?: string };
}

export type AppContext = Context<AppBindings>;

export type Schema = z.ZodType | undefined;
export type Fields = z.ZodObject | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** The request itself, for headers and bodies that are no JSON. */
export interface RawRequest {
  method: string;
  url: string;
  header(name: string): string | undefined;
  text(): Promise<string>;
  /** The body as it arrives, for routes with a `streamBody`. */
  readonly stream: ReadableStream<Uint8Array> | null;
}

/** What a handler gets: validated parts of the request and the context. */
export interface RouteInput<P extends Fields, Q extends Fields, B extends Schema> {
  ctx: Ctx;
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  request: RawRequest;
}

export interface Success {
  /** 422: a page that tells people what programs are told by a problem. */
  status: 200 | 201 | 202 | 204 | 206 | 301 | 422;
  description: string;
  schema?: z.ZodType;
  example?: unknown;
  headers?: Record<string, string>;
  /** Media types of an answer that is no JSON. */
  contentTypes?: readonly string[];
}

/** Contract, access rule and handler of one operation in one value. */
export interface RouteSpec<P extends Fields, Q extends Fields, B extends Schema> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** In OpenAPI's notation, e.g. /api/v1/orders/{id}. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  /**
   * Unsafe methods, and reads of what is a user's own, ask the database whether the caller's credentials are still good.
   * "deferred": the handler does that itself, together with what else it reads.
   */
  standing?: "deferred";
  /** Signed-in users must have proved to be present within the last minutes (POST /auth/step-up). */
  stepUp?: boolean;
  /** Default: "write" for unsafe methods, "read" for guarded reads, none for public reads. */
  rate?: RateClass | "none";
  params?: P;
  query?: Q;
  body?: B;
  bodyExample?: unknown;
  /** A body that the handler reads as text. */
  textBody?: { contentType: string; description: string; example: string };
  /** A body that the handler reads as a stream. Nothing limits its size but the handler; with an Idempotency-Key it would be buffered. */
  streamBody?: { contentTypes: Record<string, { example: string }>; description: string };
  /** Default 256 KiB. */
  maxBodyBytes?: number;
  /** Documented request headers (name -> what it is for). */
  requestHeaders?: Record<string, string>;
  /**
   * POST only. "accepted" (default): the kernel replays the stored answer. "required": the same, and the key must be there.
   * "handled": the handler does it itself, in its own unit of work. "once": a repeat is refused rather than replayed, because the
   * answer holds a secret that must not be stored. "ignored": repeating is harmless by nature.
   */
  idempotency?: "accepted" | "required" | "handled" | "once" | "ignored";
  success: Success[];
  errors?: ErrorDefinition[];
  handler(input: RouteInput<P, Q, B>): Promise<Reply>;
}

/** A route of any shape, as the registry holds it. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly access: Access | undefined;
  readonly stepUp: boolean;
  readonly standing: "deferred" | undefined;
  register(app: OpenAPIHono<AppBindings>): void;
}

/** Makes a route value out of its specification. */
export function defineRoute<
  P extends Fields = undefined,
  Q extends Fields = undefined,
  B extends Schema = undefined,
>(spec: RouteSpec<P, Q, B>): Route {
  return {
    method: spec.method,
    path: spec.path,
    operationId: spec.operationId,
    access: spec.access,
    stepUp: spec.stepUp ?? false,
    standing: spec.standing,
    register(app) {
      // createRoute's inference cannot follow optional schemas; RouteSpec has typed handler and contract already.
      app.openapi(createRoute(contractOf(spec) as unknown as RouteConfig), (async (c: AppContext) => {
        const reply = await spec.handler(inputOf(spec, c));
        return sendReply(c, reply);
      }) as never);
    },
  };
}

function inputOf<P extends Fields, Q extends Fields, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  c: AppContext,
): RouteInput<P, Q, B> {
  // The validators registered with the contract have put exactly these outputs here.
  const valid = <S extends Schema>(schema: S, part: "param" | "query" | "json") =>
    (schema ? c.req.valid(part as never) : undefined) as Output<S>;
  return {
    ctx: c.get("ctx"),
    params: valid(spec.params as P, "param"),
    query: valid(spec.query as Q, "query"),
    body: valid(spec.body as B, "json"),
    request: {
      method: c.req.method,
      header: (name) => c.req.header(name),
      text: () => c.req.text(),
      get stream() {
        return c.req.raw.body;
      },
      url: c.req.url,
    },
  };
}
