import { sql } from "drizzle-orm";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { insertRows, prepareStatement, type Statement } from "../../platform/db.ts";
import { type Place, placeColumns, placeTakenBy } from "../../platform/places.ts";
import { deleteRow, replaceRow } from "../../platform/replace-row.ts";
import { RATE_COLUMNS } from "./rates.repo.ts";
import { shippingZonePlaces, shippingZones } from "./shipping.table.ts";

export interface ZoneRow {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
  version: number;
  /** JSON of the columns of places, narrowest first. */
  regions: string;
  /** JSON of `RateRow`s in the shop's order. */
  rates: string;
}

/** The NOT NULL that a zone of another version violates. */
export const ZONE_UNCHANGED = "shipping_zones.version";
/** The UNIQUE that a second zone of a name violates. */
export const ZONE_NAME = "shipping_zones.name";
/** The UNIQUE and the trigger that a place violates which a zone has already. */
export const PLACE_UNIQUE = ["country", "region", "postal_pattern"]
  .map((column) => `shipping_zone_places.${column}`)
  .join(", ");
export const PLACE_NO_OVERLAP = "shipping_zone_places_no_overlap";

const RATE_JSON = sql.raw(RATE_COLUMNS.map((column) => `'${column}', r.${column}`).join(", "));

const SELECT = sql`SELECT z.id, z.name, z.created_at, z.updated_at, z.version,
    (SELECT json_group_array(json_object('country', p.country, 'region', p.region, 'postal_pattern', p.postal_pattern)
         ORDER BY p.country, p.region, p.postal_pattern) FROM shipping_zone_places p WHERE p.zone_id = z.id) AS regions,
    (SELECT json_group_array(json_object(${RATE_JSON}) ORDER BY r.position, r.amount, r.id)
       FROM shipping_rates r WHERE r.zone_id = z.id) AS rates
  FROM shipping_zones z`;

export function findZone(ctx: Ctx, id: string): Promise<ZoneRow | null> {
  return prepareStatement(ctx.env.DB, sql`${SELECT} WHERE z.id = ${id}`).first<ZoneRow>();
}

/** Zones by id, from one on. */
export function findZones(ctx: Ctx, page: { after: string; limit: number }): Promise<ZoneRow[]> {
  return ctx.db.all(sql`${SELECT} WHERE z.id > ${page.after} ORDER BY z.id LIMIT ${page.limit}`);
}

export function insertZoneStmts(ctx: Ctx, id: string, zone: { name: string; regions: readonly Place[] }) {
  const now = isoTime(ctx.now());
  return [
    insertRows(shippingZones, [{ id, name: zone.name, createdAt: now, updatedAt: now }]),
    insertPlacesStmt(id, zone.regions),
  ];
}

/** Replaces name and places of a zone of this version; ZONE_UNCHANGED is violated when it is not. */
export function replaceZoneStmts(
  ctx: Ctx,
  before: ZoneRow,
  zone: { name: string; regions: readonly Place[] },
): Statement[] {
  const { id, created_at: createdAt, version } = before;
  const row = { id, name: zone.name, createdAt, updatedAt: isoTime(ctx.now()) };
  return [
    replaceRow(shippingZones, "id", row, version),
    sql`DELETE FROM shipping_zone_places WHERE zone_id = ${id}`,
    insertPlacesStmt(id, zone.regions),
  ];
}

/** Deletes a zone of this version with its places and rates, and the regions that a zone of the first release still has. */
export function deleteZoneStmts({ id, version }: ZoneRow): Statement[] {
  return [
    sql`DELETE FROM shipping_zone_regions WHERE zone_id = ${id}`,
    sql`DELETE FROM shipping_zone_places WHERE zone_id = ${id}`,
    sql`DELETE FROM shipping_rates WHERE zone_id = ${id}`,
    ...deleteRow(shippingZones, "id", id, version),
  ];
}

function insertPlacesStmt(zoneId: string, places: readonly Place[]): Statement {
  return insertRows(
    shippingZonePlaces,
    places.map((place) => ({ zoneId, ...placeColumns(place) })),
  );
}

export interface TakenPlace {
  id: string;
  name: string;
  country: string;
  region: string;
  postal_pattern: string;
}

/** The first zone, other than this one, that has one of these places or a range of postal codes that overlaps one of them. */
export function findZoneWith(
  ctx: Ctx,
  places: readonly Place[],
  otherThan: string,
): Promise<TakenPlace | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT z.id, z.name, p.country, p.region, p.postal_pattern
      FROM shipping_zone_places p JOIN shipping_zones z ON z.id = p.zone_id
      WHERE p.zone_id <> ${otherThan} AND ${placeTakenBy(places.map(placeColumns))} LIMIT 1`,
  ).first<TakenPlace>();
}
