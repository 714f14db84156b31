// Collects what is served as static files into .build/assets: our own public/ and the API reference's viewer.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const target = join(root, ".build/assets");
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "docs-assets"), { recursive: true });
cpSync(join(root, "public"), target, { recursive: true });
for (const file of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE"]) {
  cpSync(join(swagger, file), join(target, "docs-assets", file));
}
