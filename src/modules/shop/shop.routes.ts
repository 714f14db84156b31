import { z } from "@hono/zod-openapi";
import type { Ctx } from "../../platform/ctx.ts";
import { guestCheckout, isEnabled } from "../../platform/flags.ts";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { currencySchema } from "../../platform/http/schemas.ts";
import { testPaymentMethods, testPaymentMethodsSchema } from "../payments/index.ts";
import { findShippingCountries } from "./shop.repo.ts";

const MAX_AGE_SECONDS = 60;

const shopSchema = z
  .object({
    name: z.string(),
    currencies: z.array(currencySchema).openapi({ description: "What it sells in, its own first." }),
    locales: z.array(z.string()).openapi({ description: "What it writes mails in, its own first." }),
    time_zone: z.string(),
    guest_checkout: z.boolean().openapi({ description: "Whether one can buy without an account." }),
    countries: z.array(z.string()).openapi({
      description: 'Where it ships to, as ISO 3166-1 alpha-2 codes; "*" among them: anywhere.',
    }),
    payments: z.object({
      provider: z.literal("stripe"),
      publishable_key: z.string(),
      test_payment_methods: testPaymentMethodsSchema,
    }),
  })
  .openapi("Shop");

async function shopView(ctx: Ctx) {
  const { config } = ctx;
  const tests = testPaymentMethods(ctx);
  return {
    name: config.SHOP_NAME,
    currencies: config.SHOP_CURRENCIES,
    locales: config.SHOP_LOCALES,
    time_zone: config.SHOP_TIME_ZONE,
    guest_checkout: isEnabled(ctx, guestCheckout),
    countries: await findShippingCountries(ctx),
    payments: {
      provider: "stripe" as const,
      publishable_key: config.STRIPE_PUBLISHABLE_KEY,
      ...(tests ? { test_payment_methods: tests } : {}),
    },
  };
}

const getRoute = defineRoute({
  method: "get",
  path: "/api/v1/shop",
  operationId: "getShop",
  tag: "Shop",
  summary: "What a storefront has to know about the shop",
  access: anyone,
  success: [
    {
      status: 200,
      description: "The shop",
      schema: shopSchema,
      example: {
        name: "Edge Goods",
        currencies: ["USD", "EUR"],
        locales: ["en", "de"],
        time_zone: "UTC",
        guest_checkout: true,
        countries: ["CA", "US"],
        payments: { provider: "stripe", publishable_key: "pk_live_…" },
      },
    },
  ],
  handler: async ({ ctx }) => ({
    body: await shopView(ctx),
    headers: { "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}`, Vary: "Origin" },
  }),
});

export const shopRoutes = [getRoute] as const;
