import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch } from "../../platform/db.ts";
import type { CatalogVersions } from "./catalog-cache.ts";
import { correctQuery } from "./correct-query.ts";
import { facetsView } from "./facet-view.ts";
import { type FacetRow, facetsStmt } from "./facets.repo.ts";
import { type ListPosition, listPosition } from "./list-cursor.ts";
import { type DocumentPage, type ListPlan, relevancePlan, sortedPlan } from "./list-plan.ts";
import type { ListProducts } from "./list-products.ts";
import { matchExpression, searchWords } from "./search-expression.ts";
import type { Facets } from "./search.schema.ts";
import { versionsStmt } from "./search.repo.ts";
import type { Selection } from "./selection.repo.ts";

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
  if (!words) return run(ctx, input, selection, sortedPlan(input, selection, after, corrected));
  const matching = { ...selection, match: matchExpression(words) };
  const page =
    input.sort === "relevance"
      ? await run(ctx, input, matching, relevancePlan(input, matching, after, corrected))
      : await run(ctx, input, matching, sortedPlan(input, matching, after, corrected));
  return { ...page, corrected };
}

async function run<Row>(
  ctx: Ctx,
  input: ListProducts,
  selection: Selection,
  plan: ListPlan<Row>,
): Promise<FoundPage> {
  const wanted = input.facets && input.cursor === undefined;
  const [first, second, facets, [versions]] = await readBatch<[Row, Row, FacetRow, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [...plan.statements, wanted ? facetsStmt(selection) : noRows, versionsStmt()],
  );
  const page = plan.pageOf(first, second);
  return { ...page, facets: wanted ? facetsView(facets, input.currency) : undefined, versions };
}

/** Nothing was asked for that a product could have: only quotes, operators, emoji. */
function nothing({ limit, facets, cursor, currency }: ListProducts): FoundPage {
  return {
    documents: [],
    pagination: { limit, next_cursor: null, has_more: false },
    facets: facets && cursor === undefined ? facetsView([], currency) : undefined,
  };
}
