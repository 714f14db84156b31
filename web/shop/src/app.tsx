import { LocationProvider, lazy, Route, Router } from "preact-iso";
import { prepareProductsBy } from "./catalog/prepare.ts";
import { CrashGuard } from "./frame/CrashGuard.tsx";
import { Frame } from "./frame/Frame.tsx";
import { arrived } from "./frame/arrival.ts";
import { HomePage } from "./home/HomePage.tsx";
import { NotFoundPage } from "./frame/NotFoundPage.tsx";

// The first page is in the first script; all others come when they are opened.
const SearchPage = lazy(() => import("./catalog/SearchPage.tsx").then((file) => file.SearchPage));
const CategoryPage = lazy(() => import("./catalog/CategoryPage.tsx").then((file) => file.CategoryPage));
const ProductPage = lazy(() => import("./product/ProductPage.tsx").then((file) => file.ProductPage));
const CartPage = lazy(() => import("./cart/CartPage.tsx").then((file) => file.CartPage));
const CheckoutPage = lazy(() => import("./checkout/CheckoutPage.tsx").then((file) => file.CheckoutPage));
const OrderPage = lazy(() => import("./order/OrderPage.tsx").then((file) => file.OrderPage));
const AccountPage = lazy(() => import("./account/AccountPage.tsx").then((file) => file.AccountPage));

prepareProductsBy(() => void ProductPage.preload());

/** The addresses of the shop window; links to others, such as /docs, leave it. */
const ITS_OWN = /^\/(?:$|\?|(?:search|cart|checkout|account)(?:$|[?#])|(?:categories|products|orders)\/)/;

/** The shop window: its frame, and in it the page that the address names. */
export function App() {
  return (
    <LocationProvider scope={ITS_OWN}>
      <Frame>
        <CrashGuard>
          <Router onRouteChange={arrived}>
            <Route path="/" component={HomePage} />
            <Route path="/search" component={SearchPage} />
            <Route path="/categories/:slug" component={CategoryPage} />
            <Route path="/products/:slug" component={ProductPage} />
            <Route path="/cart" component={CartPage} />
            <Route path="/checkout" component={CheckoutPage} />
            <Route path="/orders/:id" component={OrderPage} />
            <Route path="/account" component={AccountPage} />
            <Route default component={NotFoundPage} />
          </Router>
        </CrashGuard>
      </Frame>
    </LocationProvider>
  );
}
