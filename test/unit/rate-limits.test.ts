import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { type RateClass, REQUESTS_PER_CALL } from "../../src/platform/rate-limit.ts";

// Wrangler warns of a binding that only local work has.
process.env["WRANGLER_LOG"] = "error";

const CLASSES: RateClass[] = ["auth", "write", "read"];

/** What is read of wrangler.toml. */
interface Declared {
  vars: { RATE_LIMITS?: string };
  ratelimits: { name: string; namespace_id: string; simple: { limit: number; period: number } }[];
}

const config = join(import.meta.dirname, "../../wrangler.toml");
const declared = {
  development: unstable_readConfig({ config }) as Declared,
  staging: unstable_readConfig({ config, env: "staging" }) as Declared,
  production: unstable_readConfig({ config, env: "production" }) as Declared,
};

describe("the rate limits", () => {
  it.each(Object.entries(declared))("of %s are announced as the bindings enforce them", (_, settings) => {
    const enforced = CLASSES.map((rateClass) => {
      const binding = settings.ratelimits.find(({ name }) => name === `RL_${rateClass.toUpperCase()}`);
      const requests = Number(binding?.simple.limit) * REQUESTS_PER_CALL[rateClass];
      return `${rateClass}=${requests}/${binding?.simple.period}`;
    });
    expect(settings.vars.RATE_LIMITS).toBe(enforced.join());
  });

  it("of all classes and environments are counted apart", () => {
    const bindings = Object.values(declared).flatMap((settings) => settings.ratelimits);
    expect(new Set(bindings.map((binding) => binding.namespace_id)).size).toBe(3 * CLASSES.length);
  });
});
