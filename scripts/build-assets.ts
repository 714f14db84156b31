// Collects what is served as static files into .build/assets: our own public/, the shop window and the admin panel (web/), the API
// reference's viewer, and what is made from the definitions in the code: the page of error codes and openapi.json. Into .build/zod and .build/stripe
// comes what the bundler takes for Zod and for Stripe's SDK, into .build/worker the sources as they are deployed.
// Touches only what has changed, because wrangler dev watches the first folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { slimZod } from "./assets/slim-zod.ts";
import { errorsPage } from "./assets/errors-page.ts";
import { leanWorker } from "./assets/lean-worker.ts";
import { type Files, filesBelow, mirror } from "./assets/mirror.ts";
import { smallStripe } from "./assets/small-stripe.ts";
import { builtPages, webPages } from "./assets/web-pages.ts";

const root = join(import.meta.dirname, "..");
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const files = filesBelow(join(root, "public"));
for (const name of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"]) {
  files.set(join("docs-assets", name), readFileSync(join(swagger, name)));
}
for (const [name, content] of await pagesOfWeb()) files.set(name, content);
for (const [name, text] of await filesFromCode()) files.set(name, new TextEncoder().encode(text));
mirror(files, join(root, ".build/assets"));
mirror(
  slimZod(join(root, ".build/zod"), [join(root, "src"), join(root, "workers")]),
  join(root, ".build/zod"),
);
mirror(
  smallStripe(join(root, ".build/stripe"), join(root, "src/modules/payments")),
  join(root, ".build/stripe"),
);

mirror(leanWorker(root), join(root, ".build/worker"));

/** Those that were built last while the code of one cannot be built because it is being worked on. */
async function pagesOfWeb(): Promise<Files> {
  try {
    return await webPages(root);
  } catch (error) {
    if (process.env["SKIP_BROKEN_PAGES"] !== "true") throw error;
    // As a line of the Worker's log, which `npm start` shows at any time (scripts/start/worker-log.ts).
    const reason = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
    const message = "The pages in web/ cannot be built; those that were built last are served.";
    console.error(JSON.stringify({ level: "error", message, reason }));
    return builtPages(root);
  }
}

/** None when the code cannot be loaded while it is being worked on: the bundler then says better what is wrong. */
async function filesFromCode(): Promise<[string, string][]> {
  try {
    const { createApp } = await import("../src/app.ts"); // defines every error and route
    const { errorVocabulary } = await import("../src/platform/errors.ts");
    const { openApiDocument } = await import("../src/platform/http/openapi.ts");
    return [
      [join("docs", "errors.html"), await errorsPage(errorVocabulary())],
      ["openapi.json", JSON.stringify(openApiDocument(createApp()))],
    ];
  } catch (error) {
    if (process.env["SKIP_BROKEN_PAGES"] !== "true") throw error;
    return [];
  }
}
