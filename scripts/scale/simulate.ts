// Plays the placing of orders over N databases, event by event: npm run simulate -- --help
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compareWithBench } from "./simulation/compare.ts";
import { DEFAULTS, type Scenario, simulate, type Stock } from "./simulation/model.ts";
import { figuresTable } from "./simulation/report.ts";
import { SCENARIOS } from "./simulation/scenarios.ts";

const HELP = `npm run simulate -- [options]

  --orders N        orders a second that arrive (100)
  --shards N        databases of orders (4)
  --seconds N       simulated time (20)
  --skus N          products that are bought, by Zipf's law (10000)
  --zipf S          its exponent: 0 is even, 1 usual (1)
  --stock KIND      where units are held: order (in the order's own batch, as now, portions from a pool when there are several
                    shards), object (one object a SKU, asked for each order), buckets (the same in --buckets objects)
  --buckets N       (16)
  --only-sku        all want the same SKU
  --seed N          repeats a run (1)
  --all             every row of docs/architecture/scale.md
  --compare A B     predicts from the bench result A (--connections 1) what B measured with more, and says how far off`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    orders: { type: "string", default: String(DEFAULTS.orders) },
    shards: { type: "string", default: String(DEFAULTS.shards) },
    seconds: { type: "string", default: String(DEFAULTS.seconds) },
    skus: { type: "string", default: String(DEFAULTS.skus) },
    zipf: { type: "string", default: String(DEFAULTS.zipf) },
    stock: { type: "string", default: DEFAULTS.stock },
    buckets: { type: "string", default: String(DEFAULTS.buckets) },
    seed: { type: "string", default: String(DEFAULTS.seed) },
    "only-sku": { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    compare: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const KINDS: readonly Stock[] = ["order", "object", "buckets"];

if (values.help) console.log(HELP);
else if (values.compare) {
  const [alone = "", crowd = ""] = positionals.map((file) => readFileSync(file, "utf8"));
  console.log(compareWithBench(alone, crowd));
} else {
  const scenarios = values.all ? SCENARIOS : [chosen()];
  console.log(figuresTable(scenarios.map((scenario) => ({ scenario, figures: simulate(scenario) }))));
}

function chosen(): Scenario {
  const stock = KINDS.find((kind) => kind === values.stock);
  if (stock === undefined) throw new Error(`--stock must be one of ${KINDS.join(", ")}`);
  return {
    ...DEFAULTS,
    orders: positive("orders", values.orders),
    shards: positive("shards", values.shards),
    seconds: positive("seconds", values.seconds),
    skus: values["only-sku"] ? 1 : positive("skus", values.skus),
    zipf: Number(values.zipf),
    buckets: positive("buckets", values.buckets),
    seed: Number(values.seed),
    stock,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number`);
  return value;
}
