import { ButtonLink } from "../ui/Button.tsx";
import { OtherCurrency } from "./OtherCurrency.tsx";
import { usePageHead } from "./page-head.ts";

/** For addresses that lead nowhere, and for things that are gone. */
export function NotFoundPage({ what = "page" }: { what?: string }) {
  usePageHead({ title: "Not found", noIndex: true });
  return (
    <div class="page empty">
      <h1>There is no such {what}</h1>
      <p>It may have been taken out of the shop, or the address has a typing error.</p>
      {what === "product" && <OtherCurrency />}
      <p class="cluster">
        <ButtonLink href="/">To the first page</ButtonLink>
        <ButtonLink href="/search" tone="secondary">
          All products
        </ButtonLink>
      </p>
    </div>
  );
}
