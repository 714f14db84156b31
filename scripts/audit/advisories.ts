import { execFile } from "node:child_process";

export interface Advisory {
  name: string;
  severity: "info" | "low" | "moderate" | "high" | "critical";
  /** Where the package stands in the lock file. */
  nodes: string[];
  titles: string[];
}

interface Report {
  vulnerabilities?: Record<
    string,
    { severity: Advisory["severity"]; nodes: string[]; via: (string | { title: string; url: string })[] }
  >;
}

/** What is known against the packages of the lock file, as `npm audit` says; why not, when the registry does not answer that question. */
export async function knownAdvisories(cwd: string): Promise<Advisory[] | { unanswered: string }> {
  const report = parse(await said(cwd));
  if (!report?.vulnerabilities) return { unanswered: report?.message ?? "npm said nothing" };
  return Object.entries(report.vulnerabilities).map(([name, { severity, nodes, via }]) => ({
    name,
    severity,
    nodes,
    titles: via.flatMap((each) => (typeof each === "string" ? [] : [`${each.title} ${each.url}`])),
  }));
}

/** What npm says; that it ends with an error when it has found something is no failure. */
function said(cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("npm", ["audit", "--json"], { cwd, timeout: 120_000, maxBuffer: 2 ** 26 }, (_, stdout) =>
      resolve(stdout),
    );
  });
}

function parse(text: string): (Report & { message?: string }) | undefined {
  try {
    return JSON.parse(text) as Report & { message?: string };
  } catch {
    return undefined;
  }
}
