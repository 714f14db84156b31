import { describe, expect, it } from "vitest";
import { BUCKETS, FAMILIES, Metrics, seriesKey } from "../../src/platform/metrics.ts";
import { metricsText } from "../../src/platform/metrics-text.ts";

describe("Prometheus' text format", () => {
  it("shows counters and gauges under HELP and TYPE, series in order", () => {
    const text = metricsText(
      [
        [seriesKey("requests", ["POST", "/b", 201]), [2]],
        [seriesKey("requests", ["GET", "/a", 200]), [7]],
        ["gone\tx", [1]],
      ],
      [
        { name: "edge_waiting", help: "What waits.", samples: [{ value: 3 }] },
        { name: "edge_nothing", help: "Nothing.", samples: [] },
      ],
    );
    expect(text).toBe(
      [
        `# HELP edge_http_requests_total ${FAMILIES.requests.help}`,
        "# TYPE edge_http_requests_total counter",
        'edge_http_requests_total{method="GET",route="/a",status="200"} 7',
        'edge_http_requests_total{method="POST",route="/b",status="201"} 2',
        "# HELP edge_waiting What waits.",
        "# TYPE edge_waiting gauge",
        "edge_waiting 3",
        "",
      ].join("\n"),
    );
  });

  it("makes buckets of histograms cumulative, the last one equal to the count", () => {
    const counted = new Metrics();
    for (const ms of [0, 5, 6, 30, 30, 700, 60_000]) counted.observe("io", ["DB", "all"], ms);
    const lines = metricsText(counted.take() ?? [], []).split("\n");
    const numbers = lines
      .filter((line) => line.includes("_bucket{"))
      .map((line) => Number(line.split(" ").at(-1)));
    expect(numbers).toHaveLength(BUCKETS.length + 1);
    expect(numbers).toEqual([2, 3, 3, 5, 5, 5, 5, 6, 6, 6, 6, 7]);
    expect(lines).toContain('edge_io_duration_seconds_bucket{binding="DB",operation="all",le="+Inf"} 7');
    expect(lines).toContain('edge_io_duration_seconds_count{binding="DB",operation="all"} 7');
    expect(lines).toContain('edge_io_duration_seconds_sum{binding="DB",operation="all"} 60.771');
  });

  it("escapes backslashes, quotes and line ends in labels, and line ends in help", () => {
    const text = metricsText(
      [],
      [{ name: "edge_x", help: "a\\b\nc", samples: [{ labels: { job: 'a\\b"c\nd' }, value: 1 }] }],
    );
    expect(text).toContain('edge_x{job="a\\\\b\\"c\\nd"} 1\n');
    expect(text).toContain("# HELP edge_x a\\\\b\\nc\n");
    expect(text.trimEnd().split("\n")).toHaveLength(3);
  });
});
