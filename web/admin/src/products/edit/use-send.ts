import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { dataOf, idempotencyKey, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { patchOf } from "./patch.ts";
import type { Product } from "./product.ts";
import { emptyValues, type ProductValues } from "./values.ts";

/** Sends a product's values to the API; answers the product as it is then. What was read of products before is read anew. */
export function useSend() {
  const queries = useQueryClient();
  const attempt = useRef<{ key: string; input: string }>(undefined);

  const update = useCallback(
    async (before: ProductValues, after: ProductValues, version: number): Promise<Product> => {
      const params = { path: { id: after.id }, header: { "If-Match": `"${version}"` } };
      const product = await dataOf(
        client.PATCH("/api/v1/products/{id}", { params, body: patchOf(before, after) }),
      );
      void queries.invalidateQueries({ queryKey: ["products"] });
      void queries.invalidateQueries({ queryKey: ["inventory"] });
      return product;
    },
    [queries],
  );
  const create = useCallback(
    async (values: ProductValues): Promise<Product> => {
      const body = { ...patchOf(emptyValues(), values), name: values.name, status: values.status };
      const input = JSON.stringify(body);
      // The same product sent again after a lost answer is made once.
      if (attempt.current?.input !== input) attempt.current = { key: idempotencyKey(), input };
      const params = { header: { "Idempotency-Key": attempt.current.key } };
      const product = await dataOf(
        client.POST("/api/v1/products", { params, body: body as Schema<"ProductInput"> }),
      );
      void queries.invalidateQueries({ queryKey: ["products"] });
      return product;
    },
    [queries],
  );
  return { update, create };
}
