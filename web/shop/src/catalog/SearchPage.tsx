import { useLocation } from "preact-iso";
import { usePageHead } from "../frame/page-head.ts";
import { queryOf } from "./filters.ts";
import { ListingPage } from "./ListingPage.tsx";

/** What was searched for, or all products. */
export function SearchPage() {
  const { url } = useLocation();
  const query = queryOf(new URL(url, location.origin).search);
  const words = query.get("q");
  const title = words === null ? "All products" : `Search: ${words}`;
  usePageHead({ title, noIndex: words !== null, canonical: words === null ? "/search" : undefined });
  const heading = words === null ? "All products" : <>Results for “{words}”</>;
  return <ListingPage key={words ?? ""} path="/search" query={query} heading={heading} />;
}
