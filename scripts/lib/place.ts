import { Failure } from "./terminal.ts";

const DEPLOYMENTS = ["staging", "production"];

/** Where a database is: on this machine or in a deployment. */
export interface Place {
  name: string;
  isLocal: boolean;
  /** What tells wrangler. */
  flags: string[];
}

/**
 * The place that `--env` names; this machine without it.
 * @throws Failure for a deployment that wrangler.toml does not have
 */
export function placeOf(env: string | undefined): Place {
  if (env === undefined) return { name: "the local database", isLocal: true, flags: ["--local"] };
  if (!DEPLOYMENTS.includes(env))
    throw new Failure(`--env must be ${DEPLOYMENTS.join(" or ")}, not "${env}".`);
  return { name: env, isLocal: false, flags: ["--remote", "--env", env] };
}
