import { defineConfig } from "vitest/config";
import { findChromium, HOW_TO_GET_CHROMIUM, installChromium } from "../../scripts/lib/chromium.ts";
import { ROOT } from "../../scripts/lib/paths.ts";

const chromium = findChromium() ?? (process.env["INSTALL_CHROMIUM"] ? installChromium() : undefined);
// Nothing is tested then, and nothing has failed.
if (!chromium) {
  process.stderr.write(`\nSkipped: the browser tests found no Chromium. ${HOW_TO_GET_CHROMIUM}\n\n`);
}

export default defineConfig({
  root: ROOT,
  test: {
    name: "browser",
    include: chromium ? ["test/browser/**/*.test.ts"] : [],
    passWithNoTests: !chromium,
    // Not run when there is nothing to test.
    globalSetup: ["test/browser/support/boot.setup.ts"],
    provide: { chromium: chromium ?? "" },
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As long as the browser itself is given for a step (support/page.ts).
    expect: { poll: { timeout: 30_000 } },
  },
});
