import type { Options } from "./options.ts";
import type { RunRecord } from "./record.ts";
import type { Operation } from "./operations.ts";

/** Operations that nobody can bring to succeed here, and why. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  receiveResendWebhook: "mails do not go through Resend here",
  previewMail: "the deployed build has no samples",
};

export interface Report {
  options: Options;
  requests: number;
  seconds: number;
  memoryMiB: { before: number; after: number; most: number };
  statuses: Record<string, number>;
  operations: Record<string, Record<string, number>>;
  neverSucceeded: string[];
  slowest: RunRecord["slowest"];
  findings: unknown[];
  refusals: Record<string, string>;
}

/** Everything that a run has to tell. */
export function reportOf(
  record: RunRecord,
  operations: readonly Operation[],
  rest: Pick<Report, "options" | "seconds" | "memoryMiB" | "refusals">,
): Report {
  const asked = operations.filter(({ id }) => record.statuses.has(id));
  const succeeded = ({ id }: Operation) =>
    [...(record.statuses.get(id)?.keys() ?? [])].some((status) => status >= 200 && status < 300);
  const totals: Record<string, number> = {};
  for (const counts of record.statuses.values()) {
    for (const [status, count] of counts) totals[status] = (totals[status] ?? 0) + count;
  }
  return {
    ...rest,
    requests: record.requests,
    statuses: totals,
    operations: Object.fromEntries(
      [...record.statuses].map(([id, counts]) => [id, Object.fromEntries(counts)]),
    ),
    neverSucceeded: asked
      .filter((operation) => !succeeded(operation) && !(operation.id in OUT_OF_REACH))
      .map(({ id }) => id),
    slowest: record.slowest,
    findings: [...record.findings.values()],
  };
}

/** Prints it for people. */
export function printReport(report: Report, record: RunRecord, total: number): void {
  const { statuses, memoryMiB, neverSucceeded } = report;
  console.log(`\n${report.requests} requests in ${report.seconds.toFixed(0)} s, seed ${report.options.seed}`);
  console.log(
    `statuses: ${Object.entries(statuses)
      .map(([status, count]) => `${status === "0" ? "none" : status} ${count}`)
      .join(" · ")}`,
  );
  console.log(
    `memory: ${memoryMiB.before.toFixed(0)} MiB before, ${memoryMiB.after.toFixed(0)} after, ${memoryMiB.most.toFixed(0)} at most`,
  );
  const [slowest] = report.slowest;
  if (slowest)
    console.log(
      `slowest: ${slowest.operation} ${slowest.milliseconds} ms (${slowest.status}) ${slowest.mutations.join()}`,
    );
  console.log(
    `operations that never succeeded: ${neverSucceeded.length} of ${total}${neverSucceeded.length > 0 ? `: ${neverSucceeded.join(", ")}` : ""}`,
  );
  for (const {
    operation,
    problem,
    times,
    index,
    mutations,
    actor,
    target,
    curl,
  } of record.findings.values()) {
    console.log(
      `\n✗ ${operation}, request ${index}, ${times} times, as ${actor} [${mutations.join()}]\n  ${target}\n  ${problem}`,
    );
    if (curl !== undefined) console.log(`  ${curl}`);
  }
  console.log(record.findings.size === 0 ? "\nNothing was found." : `\n${record.findings.size} findings.`);
}
