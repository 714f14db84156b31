import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "system",
    dir: import.meta.dirname,
    globalSetup: [`${import.meta.dirname}/build.setup.ts`],
    // Each suite keeps the whole machine busy.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
