import { unstable_readConfig } from "wrangler";
import { inProject } from "../lib/paths.ts";
import { Failure } from "../lib/terminal.ts";

const ENVIRONMENTS = ["staging", "production"] as const;

/** Where the API is deployed to: a table `[env.…]` of wrangler.toml. */
export type Environment = (typeof ENVIRONMENTS)[number];

/** What of an environment's table in wrangler.toml a deployment depends on. */
export interface Settings {
  /** The Worker's name. */
  name: string;
  /** Whether it is reached at all: its routes, or workers.dev. */
  hasAddress: boolean;
  vars: Record<string, string>;
  secrets: string[];
  databases: string[];
  buckets: string[];
  queues: string[];
  crons: string[];
}

/** What wrangler reads out of wrangler.toml, as far as it is looked at here; its own type refers to a package that it does not bring. */
interface Declared {
  name?: string;
  workers_dev?: boolean;
  routes?: unknown[];
  vars: Record<string, unknown>;
  secrets?: { required?: string[] };
  d1_databases: { database_name?: string }[];
  r2_buckets: { bucket_name?: string }[];
  queues: { producers?: { queue: string }[]; consumers?: { queue: string; dead_letter_queue?: string }[] };
  triggers: { crons?: string[] };
}

/** @throws Failure for what is no environment */
export function environmentOf(name: string | undefined): Environment {
  const environment = ENVIRONMENTS.find((candidate) => candidate === name);
  if (environment === undefined) throw new Failure("Which deployment? Add: -- --env staging (or production)");
  return environment;
}

/** The settings of an environment as they stand in wrangler.toml. */
export function settingsOf(environment: Environment): Settings {
  const config = unstable_readConfig(
    { config: inProject("wrangler.toml"), env: environment },
    { hideWarnings: true },
  ) as Declared;
  const named = (names: readonly (string | undefined)[]) => [
    ...new Set(names.filter((name) => name !== undefined)),
  ];
  return {
    name: config.name ?? "",
    hasAddress: config.workers_dev === true || (config.routes ?? []).length > 0,
    vars: Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, String(value)])),
    secrets: config.secrets?.required ?? [],
    databases: named(config.d1_databases.map((database) => database.database_name)),
    buckets: named(config.r2_buckets.map((bucket) => bucket.bucket_name)),
    queues: named([
      ...(config.queues.producers ?? []).map((producer) => producer.queue),
      ...(config.queues.consumers ?? []).flatMap((consumer) => [consumer.queue, consumer.dead_letter_queue]),
    ]),
    crons: config.triggers.crons ?? [],
  };
}
