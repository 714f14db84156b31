import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const PROJECT = mkdtempSync(join(tmpdir(), "edge-commerce-client-"));

/** A project of somebody else's, with the packed client and what it depends on. */
beforeAll(() => {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "./client", "--pack-destination", PROJECT, "--json", "--offline"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).replace(/^[^[]*(?=\[)/, ""),
  ) as { filename: string }[];
  const folder = join(PROJECT, "node_modules/@edge-commerce/client");
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["xzf", join(PROJECT, packed?.filename ?? ""), "-C", folder, "--strip-components=1"]);
  for (const name of ["openapi-fetch", "openapi-typescript-helpers"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(PROJECT, "node_modules", name));
  }
  writeFileSync(join(PROJECT, "package.json"), JSON.stringify({ type: "module" }));
}, 60_000);

afterAll(() => rmSync(PROJECT, { recursive: true, force: true }));

it("every example in the client's README compiles against the package", { timeout: 60_000 }, () => {
  const text = readFileSync(join(ROOT, "client/README.md"), "utf8");
  const examples = [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ""]) => code);
  expect(examples.length).toBeGreaterThanOrEqual(7);
  const files = examples.map((code, index) => {
    const name = `example-${index}.ts`;
    writeFileSync(join(PROJECT, name), `${code}\nexport {};\n`);
    return name;
  });
  const options = { module: "NodeNext", target: "ES2024", strict: true, noEmit: true };
  const lib = ["ES2024", "DOM", "DOM.Iterable"];
  const paths = { typeRoots: [join(ROOT, "node_modules/@types")], types: ["node"] };
  const tsconfig = { compilerOptions: { ...options, lib, ...paths }, files };
  writeFileSync(join(PROJECT, "tsconfig.json"), JSON.stringify(tsconfig));
  expect(outputOf(join(ROOT, "node_modules/.bin/tsc"), "-p", PROJECT)).toBe("");
});

it("a program without TypeScript runs with the package", () => {
  const program = `
    import { createClient, dataOf } from "@edge-commerce/client";
    const fetch = async (request) => Response.json({ asked: request.url });
    const shop = createClient({ baseUrl: "https://shop.example.com/", fetch });
    console.log((await dataOf(shop.GET("/api/v1/products", { params: { query: { q: "a mug" } } }))).asked);
  `;
  writeFileSync(join(PROJECT, "program.js"), program);
  const asked = outputOf(process.execPath, join(PROJECT, "program.js"));
  expect(asked.trim()).toBe("https://shop.example.com/api/v1/products?q=a%20mug");
});

/** What a program printed, well or not. */
function outputOf(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: "utf8", cwd: PROJECT });
  } catch (error) {
    return (error as { stdout: string }).stdout || String(error);
  }
}
