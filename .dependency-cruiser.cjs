// The dependency rule: workers -> src/app, src/registry -> modules/*/index.ts -> platform. No cycles.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "modules-only-through-their-door",
      comment: "A module sees another one only through its index.ts.",
      severity: "error",
      from: { path: "^src/modules/([^/]+)/" },
      to: { path: "^src/modules/([^/]+)/", pathNot: ["^src/modules/$1/", "^src/modules/[^/]+/index\\.ts$"] },
    },
    {
      name: "outside-only-through-the-door",
      severity: "error",
      from: {
        path: "^(src/(app|registry)\\.ts|workers/|scripts/|bench/)",
        pathNot: "^workers/stripe-emulator/",
      },
      to: {
        path: "^src/modules/",
        pathNot: "^src/modules/[^/]+/index\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "platform-knows-no-domain",
      severity: "error",
      from: { path: "^src/platform/" },
      to: { path: "^src/(modules/|app|registry)" },
    },
    {
      name: "modules-do-not-know-the-app",
      severity: "error",
      from: { path: "^src/modules/" },
      to: { path: "^(src/(app|registry)\\.ts|workers/)" },
    },
    {
      name: "src-does-not-know-the-runtime-doors",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^workers/" },
    },
    {
      name: "drizzle-only-in-sql-files",
      comment:
        "SQL lives in *.repo.ts, *.table.ts and platform/, and in verbs' statements that need `sql` (see the list).",
      severity: "error",
      from: {
        path: "^(src|workers)/",
        pathNot: ["^src/platform/", "\\.repo\\.ts$", "\\.table\\.ts$"],
      },
      to: { path: "node_modules/drizzle-orm" },
    },
    {
      name: "hono-only-at-the-edge",
      severity: "error",
      from: {
        path: "^(src|workers)/",
        pathNot: [
          "^src/platform/",
          "^src/app\\.ts$",
          "\\.routes\\.ts$",
          "\\.schema\\.ts$",
          "^workers/stripe-emulator/",
        ],
      },
      to: { path: "node_modules/(hono|@hono)/" },
    },
    {
      name: "stripe-only-in-payments",
      severity: "error",
      from: { path: "^(src|workers)/", pathNot: ["^src/modules/payments/", "^workers/stripe-emulator/"] },
      to: { path: "node_modules/stripe/" },
    },
    {
      name: "reactors-only-receive",
      comment:
        "Nobody calls notifications, webhooks and analytics: they hear events. Their figures are asked for by metrics and reports alone.",
      severity: "error",
      from: { path: "^src/modules/", pathNot: "^src/modules/(notifications|webhooks|analytics|ops)/" },
      to: { path: "^src/modules/(notifications|webhooks|analytics)/" },
    },
    {
      name: "runtime-module-only-in-workers",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^cloudflare:" },
    },
    {
      name: "the-emulator-stands-alone",
      severity: "error",
      from: { path: "^workers/stripe-emulator/" },
      to: { path: "^src/" },
    },
    {
      name: "the-api-does-not-know-the-emulator",
      severity: "error",
      from: { path: "^(src/|workers/[^/]+\\.ts$)" },
      to: { path: "^workers/stripe-emulator/" },
    },
    {
      name: "pages-know-the-api-by-its-client",
      comment:
        "The shop window and the panel are clients like any other: they use client/ and nothing else of the project.",
      severity: "error",
      from: { path: "^(web|client)/" },
      to: { path: "^(src|workers|scripts|test|bench)/" },
    },
    {
      name: "pages-stand-apart",
      severity: "error",
      from: { path: "^web/([^/]+)/" },
      to: { path: "^web/([^/]+)/", pathNot: "^web/$1/" },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(cloudflare:|node:)" },
    },
    {
      name: "no-dev-dependency-in-production",
      severity: "error",
      from: { path: "^(src|workers)/", pathNot: "^workers/stripe-emulator/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["workerd", "import", "require", "node", "default"],
    },
  },
};
