import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import { originHash, throttle, throttleName, type ThrottlePolicy } from "../../platform/throttle.ts";

// How often what can be guessed may be tried, and how often a mail may be asked for. The waits are bounded, so nobody can keep
// another one out for good; counted before the work is done, so parallel attempts gain nothing.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Kind = "login" | "code" | "register" | "reset" | "verification" | "email_change";

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
  // Of its own: whoever asks for links to a stranger's address must not keep its holder from moving to it.
  email_change: {
    account: { free: 3, firstDelaySeconds: MINUTE, maxDelaySeconds: HOUR, forgetSeconds: DAY },
    address: { free: 50, firstDelaySeconds: 5, maxDelaySeconds: 10 * MINUTE, forgetSeconds: HOUR },
  },
};

/** How an attempt ended. Neither method throws: what was done must not look failed because a throttle did not answer. */
export interface AttemptCount {
  /** The attempt succeeded: what failed before is forgotten, and the place that it came from is trusted. */
  succeeded(): Promise<void>;
  /** The attempt was neither a success nor a wrong guess. */
  takenBack(): Promise<void>;
}

/**
 * Counts an attempt at an account (named by what identifies it, known or not) from an address, before it is carried out. What one
 * of the two refuses does not count against the other.
 * @throws auth.too_many_attempts
 */
export async function countAttempt(
  ctx: Ctx,
  kind: Kind,
  account: string,
  address: string,
): Promise<AttemptCount> {
  const policies = POLICIES[kind];
  const from = await originHash(ctx, address);
  const ofAccount = throttle(ctx, await throttleName(ctx, `${kind}:account`, account));
  const ofAddress = throttle(ctx, await throttleName(ctx, `${kind}:address`, address));
  await ofAccount.take(policies.account, from);
  try {
    await ofAddress.take(policies.address);
  } catch (error) {
    await tell(ctx, ofAccount.giveBack(from));
    throw error;
  }
  return {
    succeeded: () => tell(ctx, ofAccount.succeed(from), ofAddress.giveBack()),
    takenBack: () => tell(ctx, ofAccount.giveBack(from), ofAddress.giveBack()),
  };
}

/** Whoever proved to own the address of an account need not wait for what others tried at it. Does not throw. */
export async function forgetAttempts(ctx: Ctx, kind: Kind, account: string, address: string): Promise<void> {
  const ofAccount = throttle(ctx, await throttleName(ctx, `${kind}:account`, account));
  await tell(ctx, ofAccount.succeed(await originHash(ctx, address)));
}

async function tell(ctx: Ctx, ...calls: Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(calls)) {
    if (outcome.status === "fulfilled") continue;
    ctx.log.warn("a throttle was not told how an attempt ended", describeError(outcome.reason));
  }
}
