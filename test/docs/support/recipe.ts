import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FILE = /```(?:ts|sql)\n(?:\/\/|--) (\S+)\n([\s\S]*?)```/g;
const DOOR = /^src\/modules\/([\w-]+)\/index\.ts$/;

/**
 * Does in a copy of the project what CONTRIBUTING.md says: writes the files of its example, and names the module's routes in the
 * registry. Returns the files' paths.
 */
export function followRecipe(folder: string): string[] {
  const text = readFileSync(join(folder, "CONTRIBUTING.md"), "utf8");
  const files = [...text.matchAll(FILE)].map(([, path = "", content = ""]) => ({ path, content }));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    const [, module] = DOOR.exec(path) ?? [];
    const [, routes] = /export \{ (\w+) \}/.exec(content) ?? [];
    if (module && routes) register(folder, module, routes);
  }
  return files.map(({ path }) => path);
}

function register(folder: string, module: string, routes: string): void {
  const path = join(folder, "src/registry.ts");
  const list = "export const routes: readonly Route[] = [";
  const before = readFileSync(path, "utf8");
  if (!before.includes(list)) throw new Error("the registry has no list of routes");
  const after = before.replace(list, `${list}\n  ...${routes},`);
  writeFileSync(path, `import { ${routes} } from "./modules/${module}/index.ts";\n${after}`);
}
