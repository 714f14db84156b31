import { shopFacts } from "../shop-facts.ts";
import { CurrencyChoice } from "./CurrencyChoice.tsx";

/** Where the rest is found. */
export function Footer() {
  return (
    <footer class="footer">
      <div class="footer-inner">
        <p class="footer-name">{shopFacts.value?.name ?? "Shop"}</p>
        <nav aria-label="About the shop">
          <ul class="footer-links">
            <li>
              <a href="/search">All products</a>
            </li>
            <li>
              <a href="/account">Your account</a>
            </li>
            <li>
              <a href="/account?tab=orders">Your orders</a>
            </li>
            <li>
              <a href="/developers/">For developers</a>
            </li>
          </ul>
        </nav>
        <CurrencyChoice />
      </div>
    </footer>
  );
}
