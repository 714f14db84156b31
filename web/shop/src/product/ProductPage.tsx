import { useLocation, useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { ApiProblem } from "../api.ts";
import { NotFoundPage } from "../frame/NotFoundPage.tsx";
import { product, productAgain } from "../reads/catalog.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { ProductDetail } from "./ProductDetail.tsx";
import { ProductSkeleton } from "./ProductSkeleton.tsx";
import "./product.css";

/** A product, by its slug of now, one it had before, or its id. */
export function ProductPage() {
  const asked = useRoute().params["slug"] ?? "";
  const { route } = useLocation();
  const { value, error } = product(asked).value;
  const slug = value?.slug;
  useEffect(() => {
    // One product has one address.
    if (slug !== undefined && slug !== asked) route(`/products/${slug}${location.search}`, true);
  }, [slug, asked, route]);
  if (value) return <ProductDetail key={value.id} product={value} />;
  if (error === undefined) return <ProductSkeleton />;
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundPage what="product" />;
  return (
    <div class="page">
      <ProblemNotice error={error}>
        <Button size="small" tone="secondary" onClick={() => productAgain(asked)}>
          Try again
        </Button>
      </ProblemNotice>
    </div>
  );
}
