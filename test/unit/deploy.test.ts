import { describe, expect, it } from "vitest";
import { type Account, findingsOf } from "../../scripts/deploy/findings.ts";
import { type DeploymentRecord, type Hands, type Plan, rollOut } from "../../scripts/deploy/roll-out.ts";
import { type Settings, settingsOf } from "../../scripts/deploy/settings.ts";

const OLD = "11111111-1111-4111-8111-111111111111";
const NEW = "22222222-2222-4222-8222-222222222222";

/** wrangler.toml's production as somebody would have filled it in. */
function filledIn(): Settings {
  const settings = settingsOf("production");
  return {
    ...settings,
    hasAddress: true,
    vars: {
      ...settings.vars,
      PUBLIC_URL: "https://api.mugs.shop",
      ACCOUNT_URL: "https://mugs.shop/account",
      CORS_ORIGINS: "https://mugs.shop",
      MAIL_FROM: "Mugs <orders@mugs.shop>",
      STAFF_EMAILS: "desk@mugs.shop",
      REQUIRE_SECOND_FACTOR: "staff",
    },
  };
}

const everything = (settings: Settings): Account => ({
  secrets: [...settings.secrets, "AUDIT_SECRET"],
  databases: settings.databases,
  queues: settings.queues,
  buckets: settings.buckets,
});

const missing = (settings: Settings, account: Account) =>
  findingsOf("production", settings, account)
    .filter(({ level }) => level === "missing")
    .map(({ what }) => what);

describe("deploy:check", () => {
  it("finds every placeholder of wrangler.toml as it is in the repository, and that production has no address", () => {
    const settings = settingsOf("production");
    const found = missing(settings, everything(settings)).join("\n");
    for (const name of [
      "PUBLIC_URL",
      "ACCOUNT_URL",
      "CORS_ORIGINS",
      "MAIL_FROM",
      "STAFF_EMAILS",
      "no address",
    ]) {
      expect(found).toContain(name);
    }
  });

  it("finds nothing missing where everything is there", () => {
    expect(missing(filledIn(), everything(filledIn()))).toEqual([]);
  });

  it.each(settingsOf("production").secrets)("misses the secret %s", (secret) => {
    const account = everything(filledIn());
    const secrets = account.secrets?.filter((name) => name !== secret);
    expect(missing(filledIn(), { ...account, secrets })).toEqual([`the secret ${secret} is not set`]);
  });

  it("misses databases, queues, the cron trigger, and the key of the chosen mailer", () => {
    const settings = filledIn();
    const found = missing(
      { ...settings, crons: [], vars: { ...settings.vars, MAILER: "resend" } },
      { ...everything(settings), databases: settings.databases.slice(1), queues: settings.queues.slice(1) },
    ).join("\n");
    for (const what of [settings.databases[0], settings.queues[0], "cron", "RESEND_API_KEY"]) {
      expect(found).toContain(what);
    }
  });

  it("says what it could not ask, and takes it neither for there nor for missing", () => {
    const unasked = { secrets: undefined, databases: undefined, queues: undefined, buckets: undefined };
    expect(missing(filledIn(), unasked)).toEqual([]);
    const text = JSON.stringify(findingsOf("production", filledIn(), unasked));
    expect(text.match(/could not be asked/g)).toHaveLength(3);
  });

  it("warns of http and of the wrong environment", () => {
    const settings = filledIn();
    const vars = { ...settings.vars, PUBLIC_URL: "http://api.mugs.shop", ENVIRONMENT: "staging" };
    expect(missing({ ...settings, vars }, everything(settings))).toHaveLength(2);
  });
});

const PLAN: Plan = {
  environment: "staging",
  commit: "abc1234",
  steps: [10, 100],
  pauseSeconds: 60,
  whole: false,
};

/** A world that notes what is done to it. `fails` names the commands that fail, `smokes` what the smoke tests say, in turn. */
function world(options: { fails?: string[]; smokes?: boolean[]; serving?: boolean } = {}) {
  const { fails = [], smokes = [], serving = true } = options;
  const done: string[] = [];
  const kept: DeploymentRecord[] = [];
  const answers: [RegExp, string][] = [
    [/^deployments status/, JSON.stringify({ versions: [{ version_id: OLD, percentage: 100 }] })],
    [/^d1 time-travel/, JSON.stringify({ bookmark: "00000085-0000024c" })],
    [/^versions upload/, `Uploaded\nWorker Version ID: ${NEW}\n`],
  ];
  const hands: Hands = {
    wrangler: ((args: readonly string[], { mayFail } = { mayFail: false }) => {
      const command = args.join(" ");
      done.push(command);
      const isFirst = !serving && command.startsWith("deployments status");
      if (isFirst || fails.some((start) => command.startsWith(start))) {
        return mayFail ? Promise.resolve(undefined) : Promise.reject(new Error(`${command} failed`));
      }
      return Promise.resolve(answers.find(([pattern]) => pattern.test(command))?.[1] ?? "");
    }) as Hands["wrangler"],
    smoke: (version) => {
      done.push(`smoke ${version}`);
      return (smokes.shift() ?? true) ? Promise.resolve() : Promise.reject(new Error("/ready answered 503"));
    },
    keep: (record) => kept.push(record),
    pause: (seconds) => {
      done.push(`pause ${seconds}`);
      return Promise.resolve();
    },
    say: () => undefined,
  };
  return { hands, done, kept };
}

const at = (done: readonly string[], start: string) => done.findIndex((command) => command.startsWith(start));

describe("a roll-out", () => {
  it("keeps bookmarks before it migrates, tries the new version on a part of the traffic, then on all", async () => {
    const { hands, done, kept } = world();
    await rollOut(PLAN, hands);
    expect(kept).toMatchObject([
      { previousVersion: OLD, bookmarks: { DB: "00000085-0000024c", SEARCH_DB: "00000085-0000024c" } },
    ]);
    expect(at(done, "d1 time-travel")).toBeLessThan(at(done, "d1 migrations apply DB"));
    expect(done.slice(at(done, "versions upload"))).toEqual([
      "versions upload --env staging --tag abc1234",
      `versions deploy ${NEW}@10% ${OLD}@90% --env staging --yes`,
      "pause 60",
      `smoke ${NEW}`,
      `versions deploy ${NEW}@100% --env staging --yes`,
      `smoke ${NEW}`,
      "triggers deploy --env staging",
    ]);
  });

  it.each([[[false]], [[true, false]]])(
    "goes back to the old version when a smoke test fails: %j",
    async (smokes) => {
      const { hands, done } = world({ smokes });
      await expect(rollOut(PLAN, hands)).rejects.toThrow(`${OLD} serves again`);
      expect(done.at(-1)).toBe(`versions deploy ${OLD}@100% --env staging --yes`);
    },
  );

  it("changes no version when a migration fails", async () => {
    const { hands, done } = world({ fails: ["d1 migrations apply SEARCH_DB"] });
    await expect(rollOut(PLAN, hands)).rejects.toThrow("SEARCH_DB");
    expect(done.some((command) => command.startsWith("versions"))).toBe(false);
  });

  it("says how to go on when the version cannot be uploaded", async () => {
    const { hands, done } = world({ fails: ["versions upload"] });
    await expect(rollOut(PLAN, hands)).rejects.toThrow("--whole");
    expect(at(done, "versions deploy")).toBe(-1);
  });

  it("deploys the first time, and when told so, at once; going back is possible only where there was something", async () => {
    const first = world({ serving: false, smokes: [false] });
    await expect(rollOut(PLAN, first.hands)).rejects.toThrow("nothing to go back to");
    expect(at(first.done, "deploy --env staging")).toBeGreaterThan(at(first.done, "d1 migrations"));
    const whole = world({ smokes: [false] });
    await expect(rollOut({ ...PLAN, whole: true }, whole.hands)).rejects.toThrow(`${OLD} serves again`);
  });
});
