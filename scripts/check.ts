// Everything that can be wrong without running a test, two checks at a time: npm run check
import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

const CHECKS: Record<string, string> = {
  format: "prettier --check --log-level warn .",
  lint: "eslint .",
  "types (Workers)": "tsc -p tsconfig.json",
  "types (Node)": "tsc -p tsconfig.node.json",
  "types (admin panel)": "tsc -p web/admin/tsconfig.json",
  "types (shop window)": "tsc -p web/shop/tsconfig.json",
  "dependency rule":
    "depcruise src workers scripts bench client web --config .dependency-cruiser.cjs --output-type err",
  "unused code": "knip --no-progress",
  "binding types": "wrangler types --include-runtime=false --check",
  "openapi.json": "node scripts/openapi.ts --check",
  "openapi.json against its linter's rules": "node scripts/openapi-lint.ts",
  "openapi.json against the last release": "node scripts/openapi-release.ts --check",
  "client/schema.d.ts": "node scripts/client.ts --check",
  "docs/events.md": "node scripts/events-doc.ts --check",
  "deploy to staging (dry run)": "wrangler deploy --dry-run --env staging --outdir .build/staging",
  "deploy to production (dry run)": "wrangler deploy --dry-run --env production --outdir .build/production",
  "bundle size": "node scripts/bundle-size.ts # of what wrangler has just built",
  "deploy the emulator (dry run)":
    "wrangler deploy --dry-run -c workers/stripe-emulator/wrangler.toml --outdir ../../.build/stripe-emulator",
};

interface Result {
  code: number | null;
  output: string;
}

function run(command: string): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      env: {
        ...process.env,
        PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`,
        WRANGLER_SEND_METRICS: "false",
        CI: "true",
      },
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    child.on("close", (code) => resolve({ code, output }));
  });
}

// Both dry runs build the assets into the same folder, so wrangler's commands run one after another.
const [wrangler, others] = Object.entries(CHECKS).reduce<[[string, string][], [string, string][]]>(
  (lanes, check) => {
    lanes[check[1].includes("wrangler") ? 0 : 1].push(check);
    return lanes;
  },
  [[], []],
);
let failed = 0;

async function lane(checks: [string, string][]): Promise<void> {
  for (const [name, command] of checks) {
    const started = Date.now();
    const { code, output } = await run(command);
    console.log(
      `${code === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
    if (code === 0) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
}

await Promise.all([lane(wrangler), lane(others)]);
if (failed > 0) {
  console.error(`${failed} of ${Object.keys(CHECKS).length} checks failed`);
  process.exitCode = 1;
}
