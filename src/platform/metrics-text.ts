import { BUCKETS, type Delta, FAMILIES, type FamilyId } from "./metrics.ts";

/** A number that is read when somebody asks for it. */
export interface Gauge {
  name: string;
  help: string;
  /** Only for what adds up on its own and never goes down. */
  type?: "counter";
  samples: readonly { labels?: Readonly<Record<string, string>>; value: number }[];
}

/**
 * Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/): the counted series, then the gauges.
 * Series of families that are not known any more are left out.
 */
export function metricsText(series: readonly Delta[], gauges: readonly Gauge[]): string {
  const lines: string[] = [];
  for (const [id, family] of Object.entries(FAMILIES) as [FamilyId, (typeof FAMILIES)[FamilyId]][]) {
    const own = series.filter(([key]) => key.startsWith(`${id}\t`)).sort(([a], [b]) => (a < b ? -1 : 1));
    if (own.length === 0) continue;
    head(lines, family.name, family.type, family.help);
    for (const [key, values] of own) {
      const labels = labelsText(family.labels, key.split("\t").slice(1));
      if (family.type === "counter") lines.push(`${family.name}{${labels}} ${values[0] ?? 0}`);
      else histogram(lines, family.name, labels, values);
    }
  }
  for (const { name, type = "gauge", help, samples } of gauges) {
    if (samples.length === 0) continue;
    head(lines, name, type, help);
    for (const { labels = {}, value } of samples) {
      const text = labelsText(Object.keys(labels), Object.values(labels));
      lines.push(`${name}${text && `{${text}}`} ${value}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function head(lines: string[], name: string, type: string, help: string): void {
  lines.push(
    `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
    `# TYPE ${name} ${type}`,
  );
}

/** Each bucket holds those below it, too. */
function histogram(lines: string[], name: string, labels: string, [sum = 0, ...counts]: number[]): void {
  let total = 0;
  for (const [at, count] of counts.entries()) {
    total += count;
    lines.push(`${name}_bucket{${labels},le="${BUCKETS[at] ?? "+Inf"}"} ${total}`);
  }
  lines.push(`${name}_sum{${labels}} ${Math.round(sum * 1e6) / 1e6}`, `${name}_count{${labels}} ${total}`);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

function labelsText(names: readonly string[], values: readonly string[]): string {
  return names
    .map(
      (name, at) => `${name}="${(values[at] ?? "").replaceAll(/[\\"\n]/g, (mark) => ESCAPES[mark] ?? "")}"`,
    )
    .join(",");
}
