import type { Product } from "../reads/catalog.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Picture } from "../ui/Picture.tsx";

const PICTURES = 3;

/** The shop's greeting, with pictures of what is new. */
export function Hero({ products }: { products: Product[] | undefined }) {
  const shown = products?.filter(({ images }) => images.length > 0).slice(0, PICTURES);
  return (
    <section class="hero" aria-labelledby="hero">
      <div class="hero-words">
        <p class="eyebrow">New this season</p>
        <h1 id="hero">Things you will be glad to own for years</h1>
        <p class="lead">
          Chosen with care, shipped from our own shelves. What you see is what there is, and what it costs.
        </p>
        <p class="cluster">
          <ButtonLink href="/search?availability=in_stock%2Clow_stock" size="large">
            Browse what is in stock
          </ButtonLink>
        </p>
      </div>
      {shown?.length !== 0 && (
        <ul class="hero-pictures" aria-label="Some of the newest">
          {(shown ?? [undefined, undefined, undefined]).map((product, index) => (
            <li key={index}>
              {product ? (
                <a href={`/products/${product.slug}`}>
                  <Picture
                    src={product.images[0]?.url}
                    alt={product.name}
                    sizes="(min-width: 900px) 360px, 45vw"
                    eager
                  />
                </a>
              ) : (
                <span class="picture skeleton" />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
