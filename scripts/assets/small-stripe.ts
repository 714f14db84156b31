import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

const stripe = join(dirname(createRequire(import.meta.url).resolve("stripe")), "../esm");
const MEMBER = /^ +this\.(\w+) = new (\w+)\(this\);\n/gm;
const IMPORT = /^import \{ (\w+),? \} from '\.\/resources[^']+';\n/gm;

/**
 * Stripe's SDK for a file in `folder` with those of its resources that the code in `user` names: it makes an object of each of its over
 * a hundred when a client is made, which no bundler can shake, and they would be a tenth of the Worker. wrangler.toml has the bundler
 * take this one.
 * @throws Error when the SDK is not laid out as it was
 */
export function smallStripe(folder: string, user: string): Map<string, Uint8Array> {
  const used = membersNamedIn(user);
  const core = readFileSync(join(stripe, "stripe.core.js"), "utf8");
  const kept = new Set<string>();
  const members = core.replace(MEMBER, (line, member: string, resource: string) => {
    if (!used.has(member)) return "";
    kept.add(resource);
    return line;
  });
  const slim = members
    .replace(IMPORT, (line, resource: string) => (kept.has(resource) ? line : ""))
    .replace("import * as resources from './resources.js';", "const resources = {};")
    .replace(
      /^import \{ StripeEventNotificationHandler, \} from .*$/m,
      "const StripeEventNotificationHandler = undefined;",
    );
  const isAsExpected =
    kept.has("PaymentIntentResource") && slim.length < core.length / 1.2 && !slim.includes("./resources.js");
  if (!isAsExpected) throw new Error("Stripe's SDK is laid out differently now: see wrangler.toml's alias");
  const from = relative(folder, stripe).replaceAll("\\", "/");
  const entry = readFileSync(join(stripe, "stripe.esm.worker.js"), "utf8").replace(
    "'./stripe.core.js'",
    "'#core'",
  );
  const encode = (text: string) => new TextEncoder().encode(text.replace(/^\/\/# sourceMappingURL.*$/m, ""));
  const elsewhere = (text: string) =>
    text.replace(/from '\.\/([^']+)'/g, (_, path: string) => `from '${from}/${path}'`);
  return new Map([
    ["stripe.js", encode(elsewhere(entry).replace("'#core'", "'./stripe-core.js'"))],
    ["stripe-core.js", encode(elsewhere(slim))],
  ]);
}

/** Every member that the files of a folder name; more than the SDK's, which keeps some resources too many and none too few. */
function membersNamedIn(folder: string): Set<string> {
  const text = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  return new Set([...text.matchAll(/\.(\w+)/g)].map(([, member]) => member ?? ""));
}
