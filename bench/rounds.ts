import { cpuSeconds, machineSeconds, ownSeconds } from "../scripts/runtime/process-stats.ts";
import type { Case, Round as Prepared, Target } from "./cases/case.ts";
import { median, run, type Sample } from "./load.ts";
import type { Options } from "./options.ts";

/** One target over all its rounds: medians. */
export interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  /** Processor milliseconds of the workerd process an operation, while the load ran. */
  cpuMs: number;
  /** Rounds during which other processes took a good part of the machine. */
  disturbed: number;
  /** As cpuMs, with what the operations set off: events, mails, projections. */
  cpuMsDrained: number;
  rounds: (Sample & { othersShare: number })[];
}

export interface Outcome {
  name: string;
  ours: Figures;
  floor?: Figures;
  ratio?: number;
  target?: number;
  atLeast?: number;
}

/** One round of a target. */
export interface Round {
  sample: Sample;
  cpuMs: number;
  cpuMsDrained: number;
  /** Of the machine's processor time that processes took which have nothing to do with the benchmark. */
  othersShare: number;
}

/** A round during which others took more than this is left out, if there are others. */
const DISTURBED = 0.15;
const FIRST_LOOK = 64;
const WARM_UP_SECONDS = 1;

/** Warms up floor and API, then measures them in turns, so that a slow moment of the machine hits both. */
export async function measure(subject: Case, options: Pick<Options, "seconds" | "rounds">): Promise<Outcome> {
  const { name, floor, ours, target, atLeast } = subject;
  const targets = floor ? [floor, ours] : [ours];
  const rates = new Map<Target, number>();
  for (const each of targets) {
    const first = await sendRound(each, FIRST_LOOK);
    const warm = await sendRound(each, first.sample.perSecond * WARM_UP_SECONDS);
    rates.set(each, warm.sample.perSecond);
  }
  const measured = new Map<Target, Round[]>(targets.map((each) => [each, []]));
  for (let index = 0; index < options.rounds; index++) {
    for (const each of targets) {
      const result = await sendRound(each, (rates.get(each) ?? 0) * options.seconds);
      rates.set(each, result.sample.perSecond);
      measured.get(each)?.push(result);
    }
  }
  const own = figures(measured.get(ours) ?? []);
  const bare = floor ? figures(measured.get(floor) ?? []) : undefined;
  return {
    name,
    ours: own,
    ...(bare ? { floor: bare, ratio: own.perSecond / bare.perSecond } : {}),
    ...(target === undefined ? {} : { target }),
    ...(atLeast === undefined ? {} : { atLeast }),
  };
}

/** Prepares, sends and checks about so many operations. @throws Error when an answer is no 2xx or a check fails */
export async function sendRound(target: Target, wanted: number): Promise<Round> {
  // The same number for each connection: so the last ones do not run alone.
  const most = Math.min(wanted, target.most?.() ?? wanted);
  const operations = Math.max(1, Math.round(most / target.connections)) * target.connections;
  const { load, drain, check }: Prepared = await target.prepare(operations);
  const before = cpuSeconds(target.pid);
  const others = othersClock();
  const sample = await run(load, operations);
  const after = cpuSeconds(target.pid);
  const othersShare = others();
  await drain?.();
  const drained = cpuSeconds(target.pid);
  await check?.();
  return {
    sample,
    cpuMs: ((after - before) * 1000) / operations,
    cpuMsDrained: ((drained - before) * 1000) / operations,
    othersShare,
  };
}

/** Starts to watch; the returned function tells the share of the machine that others took since. */
function othersClock(): () => number {
  const [busy, total] = machineSeconds();
  const own = ownSeconds();
  return () => {
    const [busyNow, totalNow] = machineSeconds();
    return Math.max(0, (busyNow - busy - (ownSeconds() - own)) / (totalNow - total));
  };
}

function figures(all: Round[]): Figures {
  const quiet = all.filter(({ othersShare }) => !(othersShare > DISTURBED));
  const rounds = quiet.length > 0 ? quiet : all;
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  return {
    perSecond: middle(({ sample }) => sample.perSecond),
    p50: middle(({ sample }) => sample.p50),
    p99: middle(({ sample }) => sample.p99),
    cpuMs: middle(({ cpuMs }) => cpuMs),
    cpuMsDrained: middle(({ cpuMsDrained }) => cpuMsDrained),
    disturbed: all.length - quiet.length,
    rounds: all.map(({ sample, othersShare }) => ({ ...sample, othersShare })),
  };
}
