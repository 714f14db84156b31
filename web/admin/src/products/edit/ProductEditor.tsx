import { useCallback, useMemo, useRef, useState } from "react";
import { Title } from "react-admin";
import { PicturesPanel } from "../pictures/PicturesPanel.tsx";
import { usePictures } from "../pictures/use-pictures.ts";
import { RelatedPanel } from "../related/RelatedPanel.tsx";
import { VariantsPanel } from "../variants/VariantsPanel.tsx";
import { GeneralPanel } from "./GeneralPanel.tsx";
import { OwnChangesContext } from "./own-changes.ts";
import type { Product } from "./product.ts";
import { ProductForm } from "./ProductForm.tsx";
import { ProductHeader } from "./ProductHeader.tsx";
import { ProductTabs } from "./ProductTabs.tsx";
import { useCurrencies } from "./use-currencies.ts";
import { useOwnChangesOf } from "./use-own-changes.ts";
import { useSave } from "./use-save.ts";
import { valuesOf } from "./values.ts";

/** The page of a product that was read. */
export function ProductEditor({ product: read }: { product: Product }) {
  const [{ product, revision }, setShown] = useState({ product: read, revision: 0 });
  const version = useRef(read.version);
  const base = useMemo(() => valuesOf(product), [product]);
  const show = useCallback((next: Product) => {
    version.current = next.version;
    setShown((before) => ({ product: next, revision: before.revision + 1 }));
  }, []);
  // A version that does not follow the known one has somebody else's change in it: saving the form will tell.
  const onVersion = useCallback((next: number) => {
    if (next === version.current + 1) version.current = next;
  }, []);
  const changes = useOwnChangesOf(product.id, onVersion);
  const { save, dialog } = useSave({ base, version: useCallback(() => version.current, []), show });
  const currencies = useCurrencies(product);
  const { data: pictures } = usePictures(product.id);
  const urls = useMemo(() => pictures?.map(({ url }) => url) ?? [], [pictures]);
  return (
    <OwnChangesContext value={changes}>
      <Title title={product.name} />
      <ProductForm values={base} revision={revision} saveLabel="Save" onSave={save}>
        <ProductHeader product={product} picture={urls[0]} />
        <ProductTabs
          tabs={[
            {
              id: "general",
              label: "General",
              holds: (field) => field !== "variants" && field !== "options",
              content: <GeneralPanel />,
            },
            {
              id: "variants",
              label: `Variants (${product.variants.length})`,
              holds: (field) => field === "variants" || field === "options",
              content: <VariantsPanel currencies={currencies} pictures={urls} product={base} />,
            },
            {
              id: "pictures",
              label: pictures ? `Pictures (${pictures.length})` : "Pictures",
              holds: () => false,
              content: <PicturesPanel productId={product.id} />,
            },
            {
              id: "related",
              label: "Related",
              holds: () => false,
              content: <RelatedPanel key={revision} saved={product.related} />,
            },
          ]}
        />
      </ProductForm>
      {dialog}
    </OwnChangesContext>
  );
}
