import { sql } from "drizzle-orm";
import { v5 } from "uuid";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, readBatch, type Statement } from "../../platform/db.ts";
import { productMedia } from "../catalog/index.ts";

/** A file or an external picture that a product shows. */
export interface ProductMediaItem {
  /** The id of the library's file; of an external picture one that is made from the product and the URL, so that imports keep it. */
  id: string;
  /** Relative to the site where it is our own. */
  url: string;
  alt: string;
  /** What the library knows of it; null for an external picture. */
  file: { id: string; contentType: string; width: number | null; height: number | null } | null;
}

/** What a product shows, in its order, as of one version. */
export interface ProductMediaList {
  version: number;
  items: ProductMediaItem[];
}

interface ItemRow {
  url: string;
  alt: string;
  media_id: string | null;
  content_type: string | null;
  width: number | null;
  height: number | null;
}

/** Reads what a product shows; undefined when there is no such product. */
export async function readProductMedia(ctx: Ctx, productId: string): Promise<ProductMediaList | undefined> {
  const [[product], rows] = await readBatch<[{ version: number }, ItemRow]>(ctx.env.DB, [
    sql`SELECT version FROM products WHERE id = ${productId}`,
    sql`SELECT p.url AS url, p.alt AS alt, m.id AS media_id, m.content_type AS content_type, m.width AS width, m.height AS height
        FROM product_media p LEFT JOIN media m ON m.object_key = substr(replace(p.url, ${ctx.config.PUBLIC_URL}, ''), 2)
        WHERE p.product_id = ${productId} ORDER BY p.position`,
  ]);
  return product && { version: product.version, items: rows.map((row) => itemOf(productId, row)) };
}

function itemOf(productId: string, row: ItemRow): ProductMediaItem {
  const { url, alt, media_id, content_type, width, height } = row;
  if (media_id === null || content_type === null) return externalItem(productId, url, alt);
  return { id: media_id, url, alt, file: { id: media_id, contentType: content_type, width, height } };
}

/** A picture that is not in the library. */
export function externalItem(productId: string, url: string, alt: string): ProductMediaItem {
  return { id: v5(url, productId), url, alt, file: null };
}

/**
 * Writes the whole list, if the product still is of `version` and the library still has the file `needs`: else PRODUCT_UNCHANGED is
 * violated. The next import does not take the product for what it left.
 */
export function writeProductMediaStmts(
  ctx: Ctx,
  product: { id: string; version: number },
  items: readonly ProductMediaItem[],
  needs: string | undefined,
): Statement[] {
  const { id, version } = product;
  const isThere = needs === undefined ? sql`true` : sql`EXISTS (SELECT 1 FROM media WHERE id = ${needs})`;
  return [
    // An INSERT, because the UPDATE of a product that is gone would change nothing and pass.
    sql`INSERT INTO products (id, slug, name, status, created_at, updated_at, version)
        SELECT ${id}, ${id}, '-', 'draft', '-', ${isoTime(ctx.now())},
          (SELECT version + 1 FROM products WHERE id = ${id} AND version = ${version} AND ${isThere})
        WHERE true ON CONFLICT (id) DO UPDATE
          SET version = excluded.version, updated_at = excluded.updated_at, import_hash = NULL`,
    sql`DELETE FROM product_media WHERE product_id = ${id}`,
    insertRows(
      productMedia,
      items.map(({ url, alt }, index) => ({ productId: id, position: index + 1, url, alt })),
    ),
  ];
}
