// Measures the built API: npm run bench -- --help
import { benchCatalog } from "./catalog/bench.ts";
import { benchFlashSale } from "./flash-sale/bench.ts";
import { benchGrowth } from "./growth.ts";
import { benchMemory } from "./memory/bench.ts";
import { readOptions, type Subject } from "./options.ts";
import { benchRows } from "./rows.ts";
import { setStage, type Stage } from "./stage.ts";
import { benchMixed, benchSoak } from "./traffic/bench.ts";

/** What a subject measures, one after another. Each tells whether it passed. */
const SUBJECTS: Record<Subject, ((stage: Stage) => Promise<boolean>)[]> = {
  rows: [benchRows],
  growth: [benchGrowth],
  mixed: [benchMixed],
  soak: [benchSoak],
  memory: [benchMemory],
  "flash-sale": [benchFlashSale],
  catalog: [benchCatalog],
  default: [benchRows, benchGrowth],
  complete: [benchRows, benchGrowth, benchMixed, benchFlashSale],
};

const options = readOptions();
const { bundle } = setStage(options);
for (const bench of SUBJECTS[options.subject]) {
  // Each on a stage of its own, so that none carries what another has left running.
  const stage = setStage(options, bundle);
  try {
    if (!(await bench(stage))) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}
