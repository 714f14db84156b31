import { publish } from "../results.ts";
import { openShop, type Stage } from "../stage.ts";
import { printSale } from "./report.ts";
import { holdSale, type SaleFigures } from "./sale.ts";

/** How long the other shoppers are watched before the sale. */
const QUIET_SECONDS = 20;
/** Other shoppers' pages must come within this, milliseconds, while every slot of one thread is taken by buyers. */
const MOST_BROWSE_P99 = 5_000;

/** The flash sale. Returns whether it passed. */
export async function benchFlashSale(stage: Stage): Promise<boolean> {
  const { buyers, units, parallel, rate, seconds } = stage.options;
  const { shop, stripe } = await openShop(stage, "flash-sale");
  const quietSeconds = Math.min(QUIET_SECONDS, seconds * 8);
  const { figures, broken } = await holdSale(shop, stripe, { buyers, units, parallel, rate, quietSeconds });
  printSale(figures);
  return publish("flash-sale", stage.options, { figures, missed: slow(figures), broken });
}

function slow({ others }: SaleFigures): string[] {
  const p99 = others.meanwhile["browse"]?.p99 ?? 0;
  return p99 > MOST_BROWSE_P99
    ? [`flash sale: other shoppers' pages take up to ${p99.toFixed(0)} ms (p99)`]
    : [];
}
