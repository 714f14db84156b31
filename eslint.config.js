import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      ".build",
      ".local",
      ".wrangler",
      "public",
      "worker-configuration.d.ts",
      "client/schema.d.ts",
      "**/*.js",
      "**/*.cjs",
      "**/*.mjs",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          "./tsconfig.json",
          "./tsconfig.node.json",
          "./web/admin/tsconfig.json",
          "./web/shop/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Async without await is how a synchronous implementation meets a promise-returning contract (RPC methods, handlers).
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
    },
  },
  {
    files: ["test/**"],
    // Vitest's asymmetric matchers (expect.any, expect.stringMatching) are typed `any`.
    rules: { "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  { files: ["web/**"], ...reactHooks.configs.flat["recommended-latest"] },
  {
    files: [
      "scripts/**",
      "demo/**",
      "bench/**",
      "test/fuzz/**",
      "src/platform/log.ts",
      "workers/stripe-emulator/**",
    ],
    rules: { "no-console": "off" },
  },
);
