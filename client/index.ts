// A client of the API for programs in TypeScript: its types come from openapi.json (npm run client), requests go out by openapi-fetch.
import createFetchClient, { type Client as FetchClient, type Middleware } from "openapi-fetch";
import { ApiProblem, unexpectedAnswer } from "./problem.ts";
import type { components, operations, paths } from "./schema.d.ts";

export { ApiProblem, dataOf, type Problem, problemFrom } from "./problem.ts";
export type { components, operations, paths };

/** The shape of a resource: `Schema<"Order">`. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** `client.GET("/api/v1/products/{id}", { params: { path: { id } } })`, typed by the contract. */
export type Client = FetchClient<paths>;

type MaybePromise<Value> = Value | Promise<Value>;

export interface ClientOptions {
  /** Where the shop is, without a slash at the end. In a page of the shop itself: nothing. */
  baseUrl?: string;
  /** An access token or an API key, asked for before each request; undefined for none. */
  accessToken?: () => MaybePromise<string | undefined>;
  /** The `csrf_token` of a browser session, asked for before each request that changes something. */
  csrfToken?: () => MaybePromise<string | undefined>;
  /** Where a guest's cart token is kept between requests. */
  cartToken?: { get(): string | undefined; set(token: string): void };
  fetch?: (request: Request) => Promise<Response>;
}

const SAFE = new Set(["GET", "HEAD"]);

/** A client of one shop. Who calls, and with which cart, is asked for with every request, so it may change while the client lives. */
export function createClient(options: ClientOptions = {}): Client {
  const { baseUrl = "", fetch } = options;
  const client = createFetchClient<paths>({
    baseUrl,
    ...(fetch ? { fetch } : {}),
    // PATCH is JSON Merge Patch; plain application/json means the same to the API.
    headers: { Accept: "application/json" },
    bodySerializer: asSent,
  });
  client.use(credentials(options), jsonOnly);
  return client;
}

/** Files and text go out as they are, with the Content-Type that the caller names; everything else as JSON. */
function asSent(body: unknown): BodyInit {
  const isReady = typeof body === "string" || body instanceof Blob || body instanceof ArrayBuffer;
  return isReady ? body : JSON.stringify(body);
}

/** Something between client and API may answer a page with status 200, and what is no JSON has to be asked for with `parseAs`. */
const jsonOnly: Middleware = {
  onResponse({ response, options }) {
    const type = response.headers.get("Content-Type");
    if (!response.ok || options.parseAs !== "json" || type === null || type.includes("json")) return;
    throw new ApiProblem(unexpectedAnswer(response));
  },
};

function credentials({ accessToken, csrfToken, cartToken }: ClientOptions): Middleware {
  return {
    async onRequest({ request, schemaPath }) {
      const offer = (name: string, value: string | undefined) => {
        if (value !== undefined && !request.headers.has(name)) request.headers.set(name, value);
      };
      const token = await accessToken?.();
      offer("Authorization", token === undefined ? undefined : `Bearer ${token}`);
      if (!SAFE.has(request.method)) offer("X-CSRF-Token", await csrfToken?.());
      if (takesCart(schemaPath)) offer("X-Cart-Token", cartToken?.get());
      return request;
    },
    onResponse({ response }) {
      const token = response.headers.get("X-Cart-Token");
      if (token !== null) cartToken?.set(token);
    },
  };
}

/** The cart's own operations, the order that is made of it, and logins, which take it along. */
function takesCart(path: string): boolean {
  return (
    path.startsWith("/api/v1/cart") ||
    path === "/api/v1/orders" ||
    path === "/api/v1/orders/{id}/reorder" ||
    path === "/api/v1/auth/login" ||
    path === "/api/v1/auth/session"
  );
}

/** A key for one action of a person: send it again with every retry of that action, and it happens once. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}

/** All items of a list, page by page: `everyItem((cursor) => dataOf(client.GET("/api/v1/orders", { params: { query: { cursor } } })))`. */
export async function* everyItem<Item>(
  readPage: (cursor: string | undefined) => Promise<{ data: Item[]; pagination: Schema<"Pagination"> }>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { data, pagination } = await readPage(cursor);
    yield* data;
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
}
