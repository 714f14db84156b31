import type { Ctx } from "../../platform/ctx.ts";
import { csvLine } from "../../platform/csv.ts";
import { csvColumns, csvRowsOf } from "./export-csv.ts";
import { readExportNames, readExportPage } from "./export.repo.ts";
import type { CatalogFormat } from "./import-file.ts";

/** Products a page: those with the longest descriptions still fit into memory many times over. */
const PAGE = 100;

interface ExportPage {
  /** Bytes of the file, in UTF-8. */
  text: string;
  count: number;
  /** The id to go on after; undefined behind the last page. */
  next: string | undefined;
  /** What the format has no place for, by the slug of the product. */
  problems: { slug: string; message: string }[];
}

/** The columns of a CSV of the whole catalog, to be given to each of its pages. */
export async function exportColumns(ctx: Ctx): Promise<string[]> {
  return csvColumns(await readExportNames(ctx));
}

/** Writes the next products of the catalog, in the order of their ids; the first page starts after "". */
export async function exportPage(
  ctx: Ctx,
  input: { format: CatalogFormat; currency: string; columns: readonly string[]; after: string },
): Promise<ExportPage> {
  const products = await readExportPage(ctx, input.after, PAGE);
  const next = products.length < PAGE ? undefined : products.at(-1)?.id;
  if (input.format === "ndjson") {
    const text = products.map((product) => `${JSON.stringify(product)}\n`).join("");
    return { text, count: products.length, next, problems: [] };
  }
  const rows = products.map((product) => ({
    slug: product.slug,
    ...csvRowsOf(product, input.columns, input.currency),
  }));
  const header = input.after === "" ? csvLine(input.columns) : "";
  return {
    text: header + rows.map(({ text }) => text).join(""),
    count: products.length,
    next,
    problems: rows.flatMap(({ slug, problems }) => problems.map((message) => ({ slug, message }))),
  };
}
