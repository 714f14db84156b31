import { type ColdKind, MOST_COLD } from "../cold.ts";
import { type Case, plain, type Target, type World } from "./case.ts";

/** Names of the rows, and the page of the same size that the floor reads from its database. */
const ROWS: Record<ColdKind, string> = {
  list: "product list of 20, cold",
  detail: "product detail, cold",
  search: "search, cold",
};

/**
 * Catalog reads that nobody has asked before, against one KV read that misses, one read of D1 that answers a page of the same
 * size, and the KV write behind the answer.
 */
export function coldCases(world: World): Case[] {
  return (Object.keys(ROWS) as ColdKind[]).map((kind) => ({
    name: ROWS[kind],
    floor: plain(world.floors, {
      url: world.floors.url,
      connections: world.connections,
      steps: [{ path: `/cold/${kind}` }],
    }),
    ours: coldTarget(world, kind),
  }));
}

function coldTarget({ cold, connections }: World, kind: ColdKind): Target {
  let pid: number | undefined;
  return {
    get pid() {
      return pid;
    },
    connections,
    most: () => MOST_COLD,
    async prepare(operations) {
      const { runtime, take } = await cold();
      ({ pid } = runtime);
      const paths = take(kind, operations);
      const [first = ""] = paths;
      // The generator of requests prepares one more for each connection, which is not sent.
      const setupRequest = (request: object) => ({ ...request, path: paths.pop() ?? first });
      return { load: { url: runtime.url, connections, steps: [{ setupRequest }] } };
    },
  };
}
