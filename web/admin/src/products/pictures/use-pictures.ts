import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { useOwnChanges } from "../edit/own-changes.ts";

export type Picture = Schema<"ProductMedia">;

const keyOf = (productId: string) => ["products", "media", productId];

/** What the product shows, in its order. */
export function usePictures(productId: string) {
  return useQuery({
    queryKey: keyOf(productId),
    enabled: productId !== "",
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          client.GET("/api/v1/products/{id}/media", { params: { path: { id: productId } }, signal }),
        )
      ).data,
  });
}

/** What can be done with what the product shows: saved at once, and shown before the answer is here. */
export function usePictureChanges() {
  const { productId, send } = useOwnChanges();
  const queries = useQueryClient();
  const tellProblem = useProblemNotice();
  const key = keyOf(productId);
  const show = (next: (pictures: Picture[]) => Picture[]) =>
    queries.setQueryData<Picture[]>(key, (pictures = []) => next(pictures));

  const attempt = async (change: () => Promise<unknown>) => {
    try {
      await change();
      return true;
    } catch (error) {
      tellProblem(error);
      await queries.invalidateQueries({ queryKey: key });
      return false;
    }
  };
  const path = { id: productId };

  return {
    order: (ids: string[]) => {
      show((all) => ids.flatMap((id) => all.find((one) => one.id === id) ?? []));
      return attempt(() =>
        send(() => client.PUT("/api/v1/products/{id}/media", { params: { path }, body: { ids } })),
      );
    },
    describe: (mediaId: string, alt: string) => {
      show((all) => all.map((one) => (one.id === mediaId ? { ...one, alt } : one)));
      const params = { path: { ...path, media_id: mediaId } };
      return attempt(() =>
        send(() => client.PATCH("/api/v1/products/{id}/media/{media_id}", { params, body: { alt } })),
      );
    },
    remove: (mediaId: string) => {
      show((all) => all.filter(({ id }) => id !== mediaId));
      const params = { path: { ...path, media_id: mediaId } };
      // What a removal answers names no version: the list does.
      return attempt(() =>
        send(async () => {
          const answer = await client.DELETE("/api/v1/products/{id}/media/{media_id}", { params });
          return answer.response.ok
            ? client.GET("/api/v1/products/{id}/media", { params: { path } })
            : answer;
        }),
      );
    },
    /** Shows a file of the library behind the others. @throws ApiProblem */
    add: useCallback(
      async (mediaId: string) => {
        const picture = await send(() =>
          client.POST("/api/v1/products/{id}/media", {
            params: { path: { id: productId } },
            body: { media_id: mediaId },
          }),
        );
        queries.setQueryData<Picture[]>(keyOf(productId), (all = []) => [
          ...all.filter(({ id }) => id !== picture.id),
          picture,
        ]);
      },
      [send, productId, queries],
    ),
  };
}
