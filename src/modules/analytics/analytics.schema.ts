import { z } from "@hono/zod-openapi";
import { currencySchema, moneySchema } from "../../platform/http/schemas.ts";
import { cursorQuery, limitQuery, paginationSchema } from "../../platform/pagination.ts";
import { type Figure, type ReportName, REPORTS } from "./figures.ts";

const date = z.iso.date();
/** Days before and after it have to be ones that can be written as dates, too. */
const asked = date.refine((day) => day > "1970" && day < "9999", "must be a day of the years 1970 to 9998");

const periodFields = {
  from: asked
    .optional()
    .openapi({ description: "The first day, in the shop's time zone. Default: 29 days before `to`." }),
  to: asked.optional().openapi({ description: "The last day, itself included. Default: today." }),
  currency: currencySchema
    .optional()
    .openapi({ description: "Default: the shop's first. Currencies are never added up." }),
  format: z
    .enum(["json", "csv"])
    .optional()
    .openapi({ description: "Default: what Accept asks for, else JSON." }),
};

export const summaryQuery = z.object(periodFields);

export const reportQuery = z.object({
  ...periodFields,
  interval: z.enum(["day", "week", "month"]).default("day").openapi({
    description: "Weeks begin on Monday. A period may have 400 days; by week 1,830, by month 3,700.",
  }),
});

export const productReportQuery = z.object({
  ...periodFields,
  by: z.enum(["product", "variant"]).default("product"),
  sort: z.enum(["-revenue", "-units"]).default("-revenue"),
  limit: limitQuery,
  cursor: cursorQuery,
});

const head = {
  from: date,
  to: date,
  time_zone: z.string().openapi({ example: "Europe/Berlin" }),
  currency: currencySchema,
  as_of: z.iso.datetime().nullable().openapi({
    description:
      "What was written down before is counted; never more than about five minutes ago. Null: nothing was counted yet.",
  }),
  complete: z.boolean().openapi({
    description:
      "False while days of the period are being counted for the first time, as after a change of the time zone.",
  }),
};

const kinds = { money: moneySchema.nullable(), count: z.int(), rate: z.number().nullable() };

function figuresSchema(name: ReportName) {
  const figures = Object.entries<Figure>(REPORTS[name]).map(([figure, [kind, , meaning]]) => {
    const schema = kinds[kind];
    return [figure, schema.openapi({ description: meaning })] as const;
  });
  return z.object(Object.fromEntries(figures));
}

/** What a report answers, all figures with their meaning. */
export function reportSchema(name: ReportName) {
  const figures = figuresSchema(name);
  return z.object({
    ...head,
    interval: z.enum(["day", "week", "month"]),
    totals: figures,
    data: z.array(figures.extend({ date })),
  });
}

export const refundReportSchema = reportSchema("refunds").extend({
  by_source: z.array(z.object({ source: z.string(), refunds: moneySchema, refund_count: z.int() })),
});

const summaries = Object.fromEntries(
  (Object.keys(REPORTS) as ReportName[]).map((name) => [name, figuresSchema(name)]),
);

export const summarySchema = z.object({
  ...head,
  ...summaries,
  previous: z.object({ from: date, to: date, ...summaries }),
});

export const productReportSchema = z.object({
  ...head,
  data: z.array(
    z.object({
      product_id: z.string(),
      variant_id: z.string().nullable(),
      name: z.string().nullable(),
      sku: z.string().nullable(),
      units: z.int(),
      gross_sales: moneySchema,
      revenue: moneySchema,
      refunded_units: z.int(),
      refunded: moneySchema,
    }),
  ),
  pagination: paginationSchema,
});
