// node test/browser/screens.ts FOLDER: pictures of every main page, light and dark, on a desk and on a phone, for eyes to look at.
import { spawnSync } from "node:child_process";
import { inProject, ROOT } from "../../scripts/lib/paths.ts";

const [folder = inProject(".local/screens")] = process.argv.slice(2);
const { status } = spawnSync(
  inProject("node_modules/.bin/vitest"),
  ["run", "--config", "test/browser/vitest.config.ts", "a11y"],
  { cwd: ROOT, env: { ...process.env, SCREENS: folder }, stdio: "inherit" },
);
process.exitCode = status ?? 1;
