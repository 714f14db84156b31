import { useLocation } from "preact-iso";
import { session } from "../session-state.ts";
import { shopFacts } from "../shop-facts.ts";
import { CartLink } from "./CartLink.tsx";
import { CategoryNav } from "./CategoryNav.tsx";
import { Icon } from "../ui/Icon.tsx";
import { SearchBox } from "./SearchBox.tsx";

/** The shop's name, the search, the account, the cart and the categories. */
export function Header() {
  const { path } = useLocation();
  // Whoever pays is not led away; the cart stays in reach.
  const isCheckout = path === "/checkout";
  return (
    <header class={isCheckout ? "header header-plain" : "header"}>
      <div class="header-bar">
        <a class="brand" href="/">
          <Icon name="bag" />
          <span>{shopFacts.value?.name ?? "Shop"}</span>
        </a>
        {!isCheckout && <SearchBox />}
        <nav class="header-links" aria-label="Yours">
          <a class="header-link" href="/account" aria-current={path === "/account" ? "page" : undefined}>
            <Icon name="person" />
            <span class="header-link-text">{session.value?.user.first_name || "Account"}</span>
          </a>
          <CartLink />
        </nav>
      </div>
      {!isCheckout && <CategoryNav />}
    </header>
  );
}
