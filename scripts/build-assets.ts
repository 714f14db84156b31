// Collects what is served as static files into .build/assets: our own public/, the API reference's viewer, and the page
// of error codes, which is made from the definitions in the code. Into .build/zod and .build/stripe
// comes what the bundler takes for Zod and for Stripe's SDK.
// Touches only what has changed, because wrangler dev watches the first folder.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { englishZod } from "./assets/english-zod.ts";
import { errorsPage } from "./assets/errors-page.ts";
import { filesBelow, mirror } from "./assets/mirror.ts";
import { smallStripe } from "./assets/small-stripe.ts";

const root = join(import.meta.dirname, "..");
const swagger = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const files = filesBelow(join(root, "public"));
for (const name of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"]) {
  files.set(join("docs-assets", name), readFileSync(join(swagger, name)));
}
const page = await errorsPageFromCode();
if (page !== undefined) files.set(join("docs", "errors.html"), new TextEncoder().encode(page));
mirror(files, join(root, ".build/assets"));
mirror(englishZod(join(root, ".build/zod")), join(root, ".build/zod"));
mirror(
  smallStripe(join(root, ".build/stripe"), join(root, "src/modules/payments")),
  join(root, ".build/stripe"),
);

/** Undefined when the code cannot be loaded while it is being worked on: the bundler then says better what is wrong. */
async function errorsPageFromCode(): Promise<string | undefined> {
  try {
    await import("../src/registry.ts"); // defines every error
    const { errorVocabulary } = await import("../src/platform/errors.ts");
    return await errorsPage(errorVocabulary());
  } catch (error) {
    if (process.env["SKIP_BROKEN_PAGES"] !== "true") throw error;
    return undefined;
  }
}
