import { z } from "@hono/zod-openapi";
import { anyone, defineRoute } from "../../platform/http/index.ts";
import { signingKeys } from "./signing-keys.ts";

const jwksRoute = defineRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  operationId: "getSigningKeys",
  tag: "Accounts",
  summary: "The public keys that access tokens are signed with (RFC 7517)",
  description: "Keep them for five minutes. A new key stands here before the first token is signed with it.",
  access: anyone,
  success: [
    {
      status: 200,
      description: "The key set",
      schema: z
        .object({
          keys: z.array(
            z.object({
              kty: z.literal("OKP"),
              crv: z.literal("Ed25519"),
              x: z.string(),
              kid: z.string(),
              alg: z.literal("EdDSA"),
              use: z.literal("sig"),
            }),
          ),
        })
        .openapi("JwkSet"),
    },
  ],
  handler: async ({ ctx }) => {
    const keys = await signingKeys(ctx.config);
    return {
      body: { keys: keys.map((key) => key.publicJwk) },
      headers: { "Cache-Control": "public, max-age=300" },
    };
  },
});

export const jwksRoutes = [jwksRoute] as const;
