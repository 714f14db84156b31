import { type Bundle, buildApi } from "../scripts/runtime/build.ts";
import type { Runtime } from "../scripts/runtime/runtime.ts";
import type { Options } from "./options.ts";
import { type Shop, startShop, startStripe } from "./shop.ts";

/** Where a subject is measured: the built API, and everything that was started and has to be stopped again. */
export interface Stage {
  options: Options;
  bundle: Bundle;
  /** Remembers a runtime, so that it is stopped with the stage. */
  started: <Started extends Runtime>(runtime: Started) => Started;
  stop(): Promise<void>;
}

/** An empty stage. Without `bundle` the API is built. */
export function setStage(options: Options, bundle: Bundle = buildApi()): Stage {
  const running: Runtime[] = [];
  return {
    options,
    bundle,
    started(runtime) {
      running.push(runtime);
      return runtime;
    },
    stop: async () => void (await Promise.all(running.map((runtime) => runtime.stop()))),
  };
}

/** A shop with its catalog, and the Stripe emulator. Cron triggers can be fired when Miniflare serves. */
export async function openShop(
  { options, bundle, started }: Stage,
  name: string,
): Promise<{ shop: Shop; stripe: Runtime }> {
  const stripe = started(await startStripe(name));
  progress(`${name}: starting the API with ${options.products} products`);
  const shop = started(await startShop(bundle.script, stripe, { ...options, name }));
  return { shop, stripe };
}

/** Tells what is being done, after how many seconds. */
export function progress(text: string): void {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${text}`);
}
