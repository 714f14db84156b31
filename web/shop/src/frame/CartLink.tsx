import { useLocation } from "preact-iso";
import { cartCount } from "../cart-state.ts";
import { Icon } from "../ui/Icon.tsx";

/** The way to the cart, with how many units are in it. */
export function CartLink() {
  const { path } = useLocation();
  const count = cartCount.value;
  return (
    <a class="header-link" href="/cart" aria-current={path === "/cart" ? "page" : undefined}>
      <Icon name="cart" />
      <span class="header-link-text">Cart</span>
      {count > 0 && (
        <span class="badge-count">
          {count > 999 ? "999+" : count}
          <span class="visually-hidden"> in the cart</span>
        </span>
      )}
    </a>
  );
}
