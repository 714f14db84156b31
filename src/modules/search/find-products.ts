import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { type RowOrBeside, splitBeside } from "./beside.ts";
import type { CatalogVersions } from "./catalog-cache.ts";
import { correctQuery } from "./correct-query.ts";
import { facetsView } from "./facet-view.ts";
import { type ListPosition, listPosition } from "./list-cursor.ts";
import { type DocumentPage, type ListPlan, relevancePlan, sortedPlan, wantsFacets } from "./list-plan.ts";
import type { ListProducts } from "./list-products.ts";
import { matchExpression, searchWords } from "./search-expression.ts";
import type { Facets } from "./search.schema.ts";
import { versionsStmt } from "./search.repo.ts";

export interface FoundPage extends DocumentPage {
  facets?: Facets | undefined;
  /** What was searched for instead, because nothing matched. */
  corrected?: string | undefined;
  /** Of the catalog when the read model answered; undefined when it was not asked. */
  versions?: CatalogVersions | undefined;
}

/**
 * One page of a list out of the nearest replica of the read model, in one round trip. When no product has all words, the
 * words are corrected and looked for once more.
 * @throws request.invalid when the cursor belongs to another list
 */
export async function findProducts(ctx: Ctx, input: ListProducts): Promise<FoundPage> {
  const after = listPosition(input);
  if (input.q === undefined) return readPage(ctx, input, undefined, after);
  const words = searchWords(after?.corrected ?? input.q);
  if (words.length === 0) return nothing(input);
  const found = await readPage(ctx, input, words, after, after?.corrected);
  if (found.documents.length > 0 || after) return found;
  const corrected = searchWords((await correctQuery(ctx, words))?.join(" ") ?? "");
  if (corrected.length === 0) return found;
  const second = await readPage(ctx, input, corrected, undefined, corrected.join(" "));
  return second.documents.length > 0 ? second : found;
}

async function readPage(
  ctx: Ctx,
  input: ListProducts,
  words: readonly string[] | undefined,
  after: ListPosition | undefined,
  corrected?: string,
): Promise<FoundPage> {
  const { currency, filters, minPrice, maxPrice, availability } = input;
  const selection = { currency, facets: filters, minPrice, maxPrice, availability };
  if (!words) return run(ctx, input, sortedPlan(input, selection, after, corrected));
  const matching = { ...selection, match: matchExpression(words) };
  const page =
    input.sort === "relevance"
      ? await run(ctx, input, relevancePlan(input, matching, after, corrected))
      : await run(ctx, input, sortedPlan(input, matching, after, corrected));
  return { ...page, corrected };
}

async function run<Row>(ctx: Ctx, input: ListProducts, plan: ListPlan<Row>): Promise<FoundPage> {
  const [first, second, [versions]] = await readBatch<[RowOrBeside<Row>, RowOrBeside<Row>, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [...plan.statements, versionsStmt()],
  );
  const { rows, beside } = splitBeside([...first, ...second]);
  const facets = wantsFacets(input) ? facetsView(beside.facets, input.currency) : undefined;
  return { ...plan.pageOf(rows, beside), facets, versions };
}

/** Nothing was asked for that a product could have: only quotes, operators, emoji. */
function nothing(input: ListProducts): FoundPage {
  return {
    documents: [],
    pagination: { limit: input.limit, next_cursor: null, has_more: false },
    facets: wantsFacets(input) ? facetsView(undefined, input.currency) : undefined,
  };
}
