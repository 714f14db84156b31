import { useLocation } from "preact-iso";
import { usePageHead } from "../frame/page-head.ts";
import type { Product, Variant } from "../reads/catalog.ts";
import { Breadcrumbs } from "../ui/Breadcrumbs.tsx";
import { BuyBox } from "./BuyBox.tsx";
import { variantOf } from "./choice.ts";
import { Details } from "./Details.tsx";
import { Gallery } from "./Gallery.tsx";
import { productData } from "./product-data.ts";
import { Related } from "./Related.tsx";

/** A product with its pictures, its variants and what is told of it. Which variant is chosen stands in the address. */
export function ProductDetail({ product }: { product: Product }) {
  const { query, route } = useLocation();
  const variant = variantOf(product, query["sku"]);
  const { slug, name, seo, vendor } = product;
  usePageHead({
    title: seo?.title ?? name,
    description: seo?.description ?? [name, vendor].filter(Boolean).join(" · "),
    canonical: `/products/${slug}`,
    data: productData(product),
  });
  const picture = variant?.image_url;
  const choose = ({ sku }: Variant) => route(`/products/${slug}?${new URLSearchParams({ sku })}`, true);
  return (
    <div class="page">
      <Breadcrumbs steps={wayTo(product)} />
      <div class="product">
        <Gallery key={picture ?? ""} images={imagesOf(product, variant)} first={picture} name={name} />
        <div class="product-side">
          <div>
            {vendor !== undefined && (
              <p>
                <a class="product-vendor" href={`/search?${new URLSearchParams({ vendor })}`}>
                  {vendor}
                </a>
              </p>
            )}
            <h1>{name}</h1>
          </div>
          <BuyBox product={product} variant={variant} choose={choose} />
          <Details product={product} variant={variant} />
        </div>
      </div>
      <Related id={product.id} />
    </div>
  );
}

/** The product's pictures, and the chosen variant's where it is none of them. */
function imagesOf({ images, name }: Product, variant: Variant | undefined): Product["images"] {
  const url = variant?.image_url;
  if (url === undefined || images.some((image) => image.url === url)) return images;
  return [{ url, alt: `${name}, ${variant?.title ?? ""}` }, ...images];
}

function wayTo({ categories: [category], name }: Product) {
  const above = category ? [{ name: category.name, href: `/categories/${category.slug}` }] : [];
  return [{ name: "Shop", href: "/" }, ...above, { name }];
}
