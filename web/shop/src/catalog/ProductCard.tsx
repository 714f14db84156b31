import type { Product } from "../reads/catalog.ts";
import { Picture } from "../ui/Picture.tsx";
import { Price } from "../ui/Price.tsx";
import { AVAILABILITY } from "./availability.ts";
import { prepareProduct } from "./prepare.ts";

const SIZES = "(min-width: 1100px) 260px, (min-width: 700px) 30vw, 46vw";

const NONE: string[] = [];

/** A product in a list: one link, its name. */
export function ProductCard({
  product,
  wanted = NONE,
  eager = false,
}: {
  product: Product;
  /** Option values that were chosen: the card shows what has them. */
  wanted?: string[];
  eager?: boolean;
}) {
  const { slug, name, availability, vendor, price, variants } = product;
  const before = variants[0]?.compare_at_price;
  const reduced = (before?.amount ?? 0) > price.amount;
  const scarce = availability === "low_stock" || availability === "out_of_stock";
  return (
    <li class="product-card" onPointerEnter={prepareProduct} onFocusCapture={prepareProduct}>
      <div class="product-card-picture">
        <Picture src={pictureWith(product, wanted)} alt="" sizes={SIZES} eager={eager} />
        {scarce && <span class="tag">{AVAILABILITY[availability]}</span>}
        {!scarce && reduced && <span class="tag tag-strong">Reduced</span>}
      </div>
      <h3 class="product-card-name">
        <a href={`/products/${slug}`}>{name}</a>
      </h3>
      {vendor !== undefined && <p class="product-card-vendor">{vendor}</p>}
      <p class="product-card-price">
        <Price value={price} before={before} from={isCheapest(product)} />
      </p>
    </li>
  );
}

/** Whether there are dearer variants and no cheaper ones than the one whose price the API lists and sorts by. */
function isCheapest({ variants, price }: Product): boolean {
  const amounts = variants.map((variant) => variant.price.amount);
  return Math.min(...amounts) >= price.amount && Math.max(...amounts) > price.amount;
}

function pictureWith({ variants, images }: Product, wanted: string[]): string | undefined {
  const has = ({ options }: Product["variants"][number]) =>
    Object.values(options).some((value) => wanted.includes(value));
  return variants.find(has)?.image_url ?? images[0]?.url;
}
