import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DOCUMENTS, readText } from "../support/documents.node.ts";
import { type OwnShop, startOwnShop } from "./support/own-shop.ts";
import { runBlocks } from "./support/run-blocks.ts";
import { type ShellBlock, shellBlocks } from "./support/shell-blocks.ts";

const documents = DOCUMENTS.map((file) => ({ file, blocks: shellBlocks(file, readText(file)) })).filter(
  ({ blocks }) => blocks.length > 0,
);
const isRun = ({ notRun }: ShellBlock) => notRun === undefined;
const notRun = documents.flatMap(({ blocks }) => blocks.filter((block) => !isRun(block)));

describe("the commands in the documents", () => {
  let shop: OwnShop;
  beforeAll(async () => {
    shop = await startOwnShop();
  });
  afterAll(() => shop?.stop());

  it.each(documents.filter(({ blocks }) => blocks.some(isRun)))(
    "of $file do what the text says",
    async ({ blocks }) => {
      expect(await runBlocks(shop.folder, blocks.filter(isRun))).toEqual([]);
    },
  );

  it("add a module where CONTRIBUTING.md adds one", () => {
    expect(shop.recipe).toHaveLength(9);
  });

  it("are run, but for those that say why not", () => {
    const all = documents.flatMap(({ blocks }) => blocks);
    const listed = notRun.map(({ place, notRun: why }) => `  ${place}  ${why}`).join("\n");
    process.stdout.write(`${notRun.length} of ${all.length} blocks are not run:\n${listed}\n`);
    const curls = notRun.filter(({ code }) => /\bcurl\b/.test(code));
    expect(curls.map(({ place }) => place)).toEqual([]);
    expect(documents.length).toBeGreaterThan(5);
  });
});
