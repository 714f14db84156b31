import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { bundleEmulator } from "./test/support/bundle-emulator.ts";
import { resendOutside } from "./test/support/fake-resend.ts";
import { sourcesInOneModule } from "./test/support/sources-in-one-module.node.ts";
import { webhookOutside } from "./test/support/outbound.ts";

const secrets = {
  STRIPE_SECRET_KEY: "sk_test_emulator_0123456789abcdef",
  STRIPE_PUBLISHABLE_KEY: "pk_test_emulator_0123456789abcdef",
  STRIPE_WEBHOOK_SECRET: "whsec_0123456789abcdef0123456789abcdef",
  JWT_SIGNING_KEYS: "c2lnbmluZy1rZXktb2YtdGhlLXRlc3RzLTAwMDAwMDE=",
  METRICS_TOKEN: "metrics-token-0123456789abcdef",
  TOKEN_SECRET: "test-token-secret-0123456789abcdef-0123456789",
};

/** A project whose tests run inside workerd, with the real stores and the Stripe emulator beside. */
async function inWorkerd(name: string, include: string[]) {
  return {
    plugins: [
      ...(await sourcesInOneModule()),
      cloudflareTest({
        main: "./workers/main.ts",
        wrangler: { configPath: "./wrangler.toml" },
        remoteBindings: false,
        miniflare: {
          bindings: {
            ...secrets,
            // What is logged is not shown but looked through: test/support/log-watch.ts.
            LOG_LEVEL: "debug",
            PASSWORD_COST: "10",
            ACCOUNT_ANSWER_MS: "40",
            STRIPE_TIMEOUT_MS: "400",
            SHOP_SETTINGS_SQL: readFileSync("demo/shop-settings.sql", "utf8"),
            TEST_MIGRATIONS: await readD1Migrations("migrations/main"),
            TEST_SEARCH_MIGRATIONS: await readD1Migrations("migrations/search"),
          },
          // Where backups are restored.
          d1Databases: { RESTORE_DB: "restore" },
          ratelimits: { RL_TEST: { namespace_id: "9001", simple: { limit: 5, period: 60 } } },
          queueConsumers: {
            "edge-commerce-events": { maxBatchTimeout: 0.05, maxRetries: 3 },
            "edge-commerce-events-dlq": { maxBatchTimeout: 0.05 },
            "edge-commerce-webhooks": { maxBatchTimeout: 0.05 },
          },
          outboundService: async (request) =>
            (await resendOutside(request)) ??
            (await webhookOutside(request)) ??
            new Response("the network is closed in tests", { status: 599 }),
          workers: [
            {
              name: "stripe-emulator",
              modules: true,
              script: await bundleEmulator(),
              compatibilityDate: "2026-11-01",
              durableObjects: { ACCOUNT: { className: "StripeAccount", useSQLite: true } },
              bindings: {
                STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET,
                WEBHOOK_PATH: "/api/v1/payments/webhooks/stripe",
                WEBHOOK_DELIVERY: "manual",
                FAULT_DELAY_MS: "1500",
                WEBHOOK_LATE_MS: "60000",
              },
            },
          ],
        },
      }),
    ],
    test: {
      name,
      include,
      setupFiles: ["./test/support/setup.ts"],
      testTimeout: 30_000,
      provide: {
        // Many more by hand: HISTORIES=500, and SYSTEM_SEED to repeat a run.
        histories: {
          count: Number(process.env["HISTORIES"] ?? 100),
          seed: Number(process.env["SYSTEM_SEED"] ?? Math.floor(Math.random() * 2 ** 31)),
        },
      },
    },
  };
}

export default defineConfig({
  test: {
    // Much of the time is waiting, for retries and for what must not be answered too soon: more files run at a time than there are cores.
    maxWorkers: availableParallelism() + 2,
    projects: [
      {
        test: {
          name: "node",
          include: ["test/unit/**/*.test.ts", "test/emulator/**/*.test.ts"],
          testTimeout: 20_000,
          // They keep nothing that another file could meet.
          pool: "threads",
          isolate: false,
        },
      },
      inWorkerd("workers", [
        "test/modules/**/*.test.ts",
        "test/workers/**/*.test.ts",
        "test/contract/**/*.test.ts",
      ]),
      // Races, matrices of faults, random histories, distributions of times: npm run test:long.
      inWorkerd("long", ["test/long/**/*.test.ts"]),
    ],
  },
});
