import { Skeleton } from "../ui/Skeleton.tsx";

/** The place of the cart that is on its way. */
export function CartSkeleton() {
  return (
    <div class="cart" aria-busy="true">
      <ul class="cart-lines">
        {[1, 2].map((line) => (
          <li class="cart-line" key={line}>
            <span class="cart-line-picture">
              <span class="picture skeleton" />
            </span>
            <div class="cart-line-what">
              <Skeleton width="70%" />
              <Skeleton width="40%" />
            </div>
          </li>
        ))}
      </ul>
      <div class="card cart-summary">
        <Skeleton height="11rem" />
      </div>
    </div>
  );
}
