import { Autocomplete, Box, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useGetMany } from "react-admin";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";
import { isSame } from "../../shared/changes.ts";
import { Section } from "../../shared/Section.tsx";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { useOwnChanges } from "../edit/own-changes.ts";
import type { Product } from "../edit/product.ts";
import { Thumbnail } from "../pictures/Thumbnail.tsx";
import { RelatedRow } from "./RelatedRow.tsx";
import { useProductSearch } from "./use-product-search.ts";

const MOST = 50;

/** What goes with the product. Saved at once. */
export function RelatedPanel({ saved }: { saved: string[] }) {
  const [ids, setIds] = useState(saved);
  const { productId, send } = useOwnChanges();
  const tellProblem = useProblemNotice();
  const { data: found = [], isPending } = useGetMany<Product>(
    "products",
    { ids },
    { enabled: ids.length > 0 },
  );

  const save = async (next: string[]) => {
    const before = ids;
    setIds(next);
    try {
      await send(async () => {
        const now = await readProduct(productId);
        if (!isSame(now.related, before)) throw new Overtaken(now.related);
        const params = { path: { id: productId }, header: ifMatch(now) };
        return client.PUT("/api/v1/products/{id}/related", { params, body: { product_ids: next } });
      });
    } catch (error) {
      setIds(error instanceof Overtaken ? error.theirs : before);
      tellProblem(error);
    }
  };
  return (
    <Section
      title="Related products"
      intro="What the shop shows beside it, in this order. Changes here are saved at once."
    >
      <Stack spacing={2}>
        {ids.length < MOST && (
          <ProductPicker without={[productId, ...ids]} onPick={(id) => void save([...ids, id])} />
        )}
        {ids.length === 0 ? (
          <Typography variant="body2" color="text.secondary">
            No related products yet.
          </Typography>
        ) : (
          <Box component="ol" aria-label="Related products in their order" sx={{ m: 0, p: 0 }}>
            {ids.map((id, index) => (
              <RelatedRow
                key={id}
                product={found.find((one) => one?.id === id)}
                isLoading={isPending}
                isFirst={index === 0}
                isLast={index === ids.length - 1}
                onMove={(by) => void save(ids.filter((one) => one !== id).toSpliced(index + by, 0, id))}
                onRemove={() => void save(ids.filter((one) => one !== id))}
              />
            ))}
          </Box>
        )}
      </Stack>
    </Section>
  );
}

/** The list is not what was on the screen when it was changed. */
class Overtaken extends Error {
  readonly theirs: string[];

  constructor(theirs: string[]) {
    super("Somebody else has changed them meanwhile. These are theirs now: do yours again.");
    this.theirs = theirs;
  }
}

function readProduct(id: string): Promise<Product> {
  return dataOf(client.GET("/api/v1/admin/products/{id}", { params: { path: { id } } }));
}

function ProductPicker({ without, onPick }: { without: string[]; onPick: (id: string) => void }) {
  const [text, setText] = useState("");
  const { data = [], isFetching } = useProductSearch(text);
  return (
    <Autocomplete
      size="small"
      options={data.filter(({ id }) => !without.includes(id))}
      value={null}
      inputValue={text}
      loading={isFetching}
      blurOnSelect
      filterOptions={(options) => options}
      getOptionLabel={({ name }) => name}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      noOptionsText={text.trim() === "" ? "Type the beginning of a name or SKU." : "No product found."}
      onInputChange={(_, next, reason) => setText(reason === "input" ? next : "")}
      onChange={(_, product) => product && onPick(product.id)}
      renderOption={({ key: _, ...props }, product) => (
        <Box component="li" {...props} key={product.id} sx={{ gap: 1.5 }}>
          <Thumbnail url={product.images[0]?.url} alt="" size={32} />
          <Box sx={{ minWidth: 0 }}>
            {product.name}
            <Typography variant="caption" color="text.secondary" component="div">
              {product.sku}
            </Typography>
          </Box>
        </Box>
      )}
      renderInput={(props) => <TextField {...props} label="Add a product" />}
    />
  );
}
