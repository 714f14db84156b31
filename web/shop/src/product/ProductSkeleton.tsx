import { Skeleton } from "../ui/Skeleton.tsx";

/** The place of a product that is on its way. */
export function ProductSkeleton() {
  return (
    <div class="page" aria-busy="true">
      <p class="breadcrumbs-place">
        <Skeleton width="16rem" />
      </p>
      <div class="product">
        <div class="gallery">
          <span class="picture skeleton" />
        </div>
        <div class="product-side">
          <Skeleton width="40%" />
          <Skeleton width="80%" height="2.2rem" />
          <Skeleton width="25%" height="1.6rem" />
          <Skeleton width="100%" height="3.25rem" />
          <Skeleton width="100%" height="6rem" />
        </div>
      </div>
    </div>
  );
}
