import { defineConfig } from "vitest/config";
import { ROOT } from "../../scripts/lib/paths.ts";

export default defineConfig({
  root: ROOT,
  test: {
    name: "docs",
    include: ["test/docs/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
