import type { World } from "./cases/case.ts";
import { startColdCatalog } from "./cold.ts";
import { type FloorContent, startFloors } from "./floors/start.ts";
import { rehearse } from "./rehearse.ts";
import { startShop } from "./shop.ts";
import { openShop, progress, type Stage } from "./stage.ts";

/** Enough for orders that do not meet. */
const HELD_PRODUCTS = 400;

export interface OpenedWorld {
  world: World;
  content: FloorContent;
  /** A product of the list. */
  slug: string;
}

/** A shop that was gone through once, its floors, and what else the rows need, which is started when first asked for. */
export async function openWorld(stage: Stage, name: string): Promise<OpenedWorld> {
  const { options, bundle, started } = stage;
  const { shop, stripe } = await openShop(stage, name);
  const content = await rehearse(shop);
  const floors = started(await startFloors(`${name}-floors`, shop.db, stripe, content, options.server));
  const world: World = {
    shop,
    floors,
    held: once(async () => {
      const settings = { ...options, name: `${name}-held`, holdsEvents: true, products: HELD_PRODUCTS };
      return started(await startShop(bundle.script, stripe, settings));
    }),
    cold: once(async () => {
      progress(`${name}: filling a large catalog`);
      const cold = await startColdCatalog(bundle.script, options);
      started(cold.runtime);
      return cold;
    }),
    connections: options.connections,
    flows: options.flows,
  };
  return { world, content, slug: content.slug };
}

/** The same promise each time. */
export function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}
