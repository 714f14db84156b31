import type { Schema } from "../../../../client/index.ts";

const BROWSERS: [string, RegExp][] = [
  ["Edge", /Edg\//],
  ["Opera", /OPR\//],
  ["Firefox", /Firefox\//],
  ["Chrome", /Chrom(e|ium)\//],
  ["Safari", /Safari\//],
];
const SYSTEMS: [string, RegExp][] = [
  ["Android", /Android/],
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Windows", /Windows/],
  ["macOS", /Mac OS X/],
  ["Linux", /Linux/],
];

/** A login as its owner knows it: "Firefox, Windows, DE". */
export function deviceName({ kind, user_agent: agent, country }: Schema<"Session">): string {
  const of = (names: [string, RegExp][]) => names.find(([, pattern]) => pattern.test(agent))?.[0];
  const names = [of(BROWSERS), of(SYSTEMS)].filter((name) => name !== undefined);
  const device = names.length > 0 ? names : [agent || (kind === "browser" ? "A browser" : "An app")];
  return [...device, country].filter(Boolean).join(", ");
}
