import type { Ctx } from "../../platform/ctx.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { throttle, throttleName, type ThrottlePolicy } from "../../platform/throttle.ts";

// How often what can be guessed may be tried, and how often a mail may be asked for. The waits are bounded, so nobody can keep
// another one out for good; counted before the work is done, so parallel attempts gain nothing.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Kind = "login" | "code" | "register" | "reset" | "verification";

const POLICIES: Record<Kind, { account: ThrottlePolicy; address: ThrottlePolicy }> = {
  login: {
    account: { free: 5, firstDelaySeconds: 5, maxDelaySeconds: 15 * MINUTE, forgetSeconds: 2 * HOUR },
    address: { free: 100, firstDelaySeconds: 1, maxDelaySeconds: MINUTE, forgetSeconds: HOUR },
  },
  code: {
    account: { free: 5, firstDelaySeconds: 30, maxDelaySeconds: 15 * MINUTE, forgetSeconds: 2 * HOUR },
    address: { free: 100, firstDelaySeconds: 1, maxDelaySeconds: MINUTE, forgetSeconds: HOUR },
  },
  register: {
    account: { free: 3, firstDelaySeconds: MINUTE, maxDelaySeconds: HOUR, forgetSeconds: DAY },
    address: { free: 200, firstDelaySeconds: 1, maxDelaySeconds: MINUTE, forgetSeconds: HOUR },
  },
  reset: {
    account: { free: 3, firstDelaySeconds: MINUTE, maxDelaySeconds: HOUR, forgetSeconds: DAY },
    address: { free: 50, firstDelaySeconds: 5, maxDelaySeconds: 10 * MINUTE, forgetSeconds: HOUR },
  },
  verification: {
    account: { free: 3, firstDelaySeconds: MINUTE, maxDelaySeconds: HOUR, forgetSeconds: DAY },
    address: { free: 50, firstDelaySeconds: 5, maxDelaySeconds: 10 * MINUTE, forgetSeconds: HOUR },
  },
};

export interface AttemptCount {
  /** The attempt succeeded: what failed before is forgotten, and the place that it came from is trusted. */
  succeeded(): Promise<void>;
  /** The attempt was neither a success nor a wrong guess. */
  takenBack(): Promise<void>;
}

/**
 * Counts an attempt at an account (named by what identifies it, known or not) from an address, before it is carried out.
 * @throws auth.too_many_attempts
 */
export async function countAttempt(
  ctx: Ctx,
  kind: Kind,
  account: string,
  address: string,
): Promise<AttemptCount> {
  const policies = POLICIES[kind];
  const from = await sha256Hex(address);
  const ofAccount = throttle(ctx, await throttleName(`${kind}:account`, account));
  const ofAddress = throttle(ctx, await throttleName(`${kind}:address`, address));
  // One after the other: what the account refuses does not count against an address that others share.
  await ofAccount.take(policies.account, from);
  await ofAddress.take(policies.address);
  return {
    succeeded: async () => {
      await Promise.all([ofAccount.succeed(from), ofAddress.giveBack()]);
    },
    takenBack: async () => {
      await Promise.all([ofAccount.giveBack(from), ofAddress.giveBack()]);
    },
  };
}

/** Whoever proved to own the address of an account need not wait for what others tried at it. */
export async function forgetAttempts(ctx: Ctx, kind: Kind, account: string, address: string): Promise<void> {
  const ofAccount = throttle(ctx, await throttleName(`${kind}:account`, account));
  await ofAccount.succeed(await sha256Hex(address));
}
