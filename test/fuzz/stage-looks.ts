import type { ActorName } from "./cast.ts";
import type { Operation } from "./operations.ts";
import type { Stage } from "./stage.ts";

/** Reads all that can be read, each list and one of its objects: what is there is known from then on. */
export async function stageLooks(stage: Stage): Promise<void> {
  const { operations, known } = stage.session;
  for (const operation of operations.filter(({ method }) => method === "GET")) {
    const names = operation.parameters.filter((parameter) => parameter.in === "path");
    const params = names.length === 0 ? [] : known.params(operation.path).at(-1);
    const asksForMore = operation.parameters.some((each) => each.in === "query" && each.required);
    if (params?.length !== names.length || asksForMore) continue;
    await stage.ask(operation.id, { as: readerOf(operation), params: [...params] });
  }
}

function readerOf({ path, access }: Operation): ActorName {
  if (path.startsWith("/api/v1/customers/me")) return "customer";
  return access.kind === "user" || access.kind === "own" ? "superuser" : "key";
}
