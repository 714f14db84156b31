import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forgottenAt,
  giveBackAttempt,
  succeedAttempt,
  takeAttempt,
  type ThrottlePolicy,
  type ThrottleState,
  UNTRIED,
} from "../../src/platform/throttle.rules.ts";

const POLICY: ThrottlePolicy = { free: 3, firstDelaySeconds: 2, maxDelaySeconds: 60, forgetSeconds: 3600 };
const DAY = 24 * 60 * 60;

const at = (seconds: number) => new Date(seconds * 1000);

/** One throttle, driven by the second. */
function driven(policy = POLICY) {
  let state: ThrottleState = UNTRIED;
  return {
    /** Seconds to wait, 0 when the attempt was allowed. */
    take(seconds: number, from?: string): number {
      const attempt = takeAttempt(state, policy, at(seconds), from);
      if (!attempt.allowed) return attempt.retryAfterSeconds;
      state = attempt.state;
      return 0;
    },
    succeed: (seconds: number, from?: string) => (state = succeedAttempt(state, at(seconds), from)),
    giveBack: (seconds: number, from?: string) => (state = giveBackAttempt(state, at(seconds), from)),
    forgottenAt: () => forgottenAt(state),
    state: () => state,
  };
}

const policies = fc
  .record({
    free: fc.integer({ min: 1, max: 10 }),
    firstDelaySeconds: fc.integer({ min: 1, max: 30 }),
    doublings: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ free, firstDelaySeconds, doublings }): ThrottlePolicy => {
    const maxDelaySeconds = firstDelaySeconds * 2 ** doublings;
    return { free, firstDelaySeconds, maxDelaySeconds, forgetSeconds: maxDelaySeconds + 1_000_000_000 };
  });

/** When attempts come, in seconds, in order. */
const schedules = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 150 })
  .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)));

describe("a throttle", () => {
  it("lets the free attempts pass, then asks for a wait that doubles up to its maximum", () => {
    const throttle = driven();
    for (let attempt = 0; attempt < 3; attempt++) expect(throttle.take(0)).toBe(0);
    let now = 0;
    for (const wait of [2, 4, 8, 16, 32, 60, 60, 60]) {
      expect(throttle.take(now)).toBe(wait);
      expect(throttle.take(now + wait - 0.5)).toBe(1);
      now += wait;
      expect(throttle.take(now)).toBe(0);
    }
  });

  it("forgets everything so long after the last counted attempt", () => {
    const throttle = driven();
    for (const seconds of [0, 0, 0]) throttle.take(seconds);
    expect(throttle.take(2)).toBe(0);
    expect(throttle.forgottenAt()).toEqual(at(3602));
    expect(throttle.take(3601)).toBe(0);
    expect(throttle.take(3601)).toBe(8);
    for (const attempt of [0, 1, 2]) expect(throttle.take(3601 + 3600), `attempt ${attempt}`).toBe(0);
    expect(throttle.take(3601 + 3600)).toBe(2);
  });

  it("that counted nothing has nothing to forget", () => {
    const throttle = driven();
    expect(throttle.forgottenAt()).toBeNull();
    throttle.succeed(0);
    throttle.giveBack(0);
    expect(throttle.state()).toEqual(UNTRIED);
  });

  it("is open again after a success", () => {
    const throttle = driven();
    for (const seconds of [0, 0, 0, 2]) throttle.take(seconds);
    throttle.succeed(3);
    for (let attempt = 0; attempt < 3; attempt++) expect(throttle.take(3)).toBe(0);
    expect(throttle.take(3)).toBe(2);
  });

  it("of which an attempt from a trusted origin is given back counts one fewer there, and nowhere else", () => {
    const throttle = driven();
    throttle.succeed(0, "home");
    for (let attempt = 0; attempt < 3; attempt++) throttle.take(0);
    for (let attempt = 0; attempt < 3; attempt++) throttle.take(0, "home");
    throttle.giveBack(0, "home");
    expect(throttle.take(0, "home")).toBe(0);
    expect(throttle.take(0, "home")).toBe(2);
    expect(throttle.take(0)).toBe(2);
  });

  it("of which an attempt is given back counts one fewer, and never fewer than none", () => {
    const throttle = driven();
    for (const seconds of [0, 0, 0]) throttle.take(seconds);
    throttle.giveBack(0);
    expect(throttle.take(0)).toBe(0);
    expect(throttle.take(0)).toBe(2);
    for (let time = 0; time < 9; time++) throttle.giveBack(0);
    for (let attempt = 0; attempt < 3; attempt++) expect(throttle.take(0)).toBe(0);
    expect(throttle.take(0)).toBe(2);
  });
});

describe("a trusted origin", () => {
  it("is counted on its own, under the same policy, while strangers keep the throttle closed", () => {
    const throttle = driven();
    throttle.succeed(0, "home");
    for (const attempt of [0, 1, 2]) expect(throttle.take(10, "elsewhere"), `attempt ${attempt}`).toBe(0);
    expect(throttle.take(10, "elsewhere")).toBe(2);
    expect(throttle.take(10)).toBe(2);
    for (const attempt of [0, 1, 2]) expect(throttle.take(10, "home"), `attempt ${attempt}`).toBe(0);
    expect(throttle.take(10, "home")).toBe(2);
    expect(throttle.take(12, "elsewhere")).toBe(0);
    expect(throttle.take(12, "elsewhere")).toBe(4);
    expect(throttle.take(12, "home")).toBe(0);
  });

  it("opens the throttle for all and for itself when it succeeds, but for no other trusted origin", () => {
    const throttle = driven();
    throttle.succeed(0, "home");
    throttle.succeed(0, "work");
    for (const from of ["home", "work", undefined]) for (const time of [1, 1, 1]) throttle.take(time, from);
    throttle.succeed(1, "home");
    expect(throttle.take(1)).toBe(0);
    expect(throttle.take(1, "home")).toBe(0);
    expect(throttle.take(1, "work")).toBe(2);
  });

  it("is trusted for 90 days after its last success", () => {
    const throttle = driven();
    throttle.succeed(0, "home");
    throttle.succeed(5 * DAY, "home");
    expect(throttle.forgottenAt()).toEqual(at(95 * DAY));
    const [before, after] = [95 * DAY - 1, 95 * DAY];
    for (const time of [before, before, before]) throttle.take(time);
    expect(throttle.take(before, "home")).toBe(0);
    expect(throttle.take(after, "home")).toBe(1);
  });

  it("makes way when 20 others have succeeded since", () => {
    const throttle = driven();
    throttle.succeed(0, "first");
    throttle.succeed(0, "second");
    for (let other = 0; other < 18; other++) throttle.succeed(0, `origin ${other}`);
    throttle.succeed(0, "first");
    throttle.succeed(0, "one more");
    expect(throttle.state().origins).toHaveLength(20);
    for (const time of [1, 1, 1]) throttle.take(time);
    expect(throttle.take(1, "first")).toBe(0);
    expect(throttle.take(1, "second")).toBe(2);
  });
});

describe("whatever the policy and the moments of the attempts", () => {
  it("no more pass than the free ones and one for each first delay", () => {
    fc.assert(
      fc.property(policies, schedules, (policy, times) => {
        const throttle = driven(policy);
        const start = times[0] ?? 0;
        let allowed = 0;
        for (const time of times) {
          if (throttle.take(time) === 0) allowed += 1;
          expect(allowed).toBeLessThanOrEqual(
            policy.free + Math.floor((time - start) / policy.firstDelaySeconds),
          );
        }
      }),
    );
  });

  it("exactly the free ones of any number at the same moment pass", () => {
    fc.assert(
      fc.property(policies, fc.integer({ min: 10, max: 300 }), (policy, parallel) => {
        const throttle = driven(policy);
        const waits = Array.from({ length: parallel }, () => throttle.take(7));
        expect(waits.filter((wait) => wait === 0)).toHaveLength(policy.free);
        expect(new Set(waits.slice(policy.free))).toEqual(
          parallel > policy.free ? new Set([policy.firstDelaySeconds]) : new Set(),
        );
      }),
    );
  });

  it("refused attempts change nothing, and no wait is longer than the maximum", () => {
    fc.assert(
      fc.property(policies, schedules, (policy, times) => {
        const throttle = driven(policy);
        for (const time of times) {
          const before = throttle.state();
          const wait = throttle.take(time);
          if (wait === 0) continue;
          expect(throttle.state()).toBe(before);
          expect(wait).toBeLessThanOrEqual(policy.maxDelaySeconds);
          // What is promised is kept: whoever waits as long as told gets in.
          expect(takeAttempt(before, policy, at(time + wait), undefined).allowed).toBe(true);
        }
      }),
    );
  });

  it("nothing that strangers do makes a trusted origin wait, and it opens nothing for them", () => {
    const from = fc.constantFrom("home", "elsewhere", undefined);
    fc.assert(
      fc.property(
        policies,
        schedules,
        fc.array(from, { minLength: 150, maxLength: 150 }),
        (policy, times, who) => {
          const [both, alone, strangers] = [driven(policy), driven(policy), driven(policy)];
          for (const throttle of [both, alone, strangers]) throttle.succeed(0, "home");
          times.forEach((time, index) => {
            const other = who[index] === "home" ? alone : strangers;
            expect(both.take(time, who[index])).toBe(other.take(time, who[index]));
          });
        },
      ),
    );
  });

  it("giving an attempt back never makes the next one wait longer", () => {
    fc.assert(
      fc.property(policies, schedules, fc.integer({ min: 0, max: 1_000 }), (policy, times, later) => {
        const [kept, given] = [driven(policy), driven(policy)];
        for (const time of times) {
          kept.take(time);
          given.take(time);
        }
        const end = (times.at(-1) ?? 0) + later;
        given.giveBack(end);
        expect(given.take(end)).toBeLessThanOrEqual(kept.take(end));
      }),
    );
  });
});
