import { useEffect, useRef, useState } from "preact/hooks";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { readInvoice } from "./order-api.ts";

/**
 * The invoice, to be printed. It is a page of its own, which a guest's plain link could not open, so it is shown here: in a shadow
 * tree, where its styles and the shop's leave each other alone.
 */
export function InvoiceView({ id }: { id: string }) {
  const sheet = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isShown = true;
    readInvoice(id)
      .then((text) => isShown && sheet.current && showPage(sheet.current, text))
      .catch((thrown: unknown) => isShown && setError(thrown));
    return () => (isShown = false);
  }, [id]);
  return (
    <div class="page invoice">
      <h1 class="visually-hidden">Invoice</h1>
      <p class="cluster invoice-actions">
        <Button onClick={() => print()}>Print</Button>
        <ButtonLink tone="secondary" href={`/orders/${id}`}>
          Back to the order
        </ButtonLink>
      </p>
      {error !== undefined && <ProblemNotice error={error} />}
      <div ref={sheet} class="invoice-sheet" />
    </div>
  );
}

/** The Content-Security-Policy refuses styles in a document, parsed ones included; as a sheet they may come in. */
const STYLE = /<style>([^]*?)<\/style>/;

/** The server has escaped all that people wrote, and nothing of a parsed document runs. */
function showPage(place: HTMLElement, text: string): void {
  const [, style = ""] = STYLE.exec(text) ?? [];
  const page = new DOMParser().parseFromString(text.replace(STYLE, ""), "text/html");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style.replaceAll(/^body/gm, ":host"));
  const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.replaceChildren(...page.body.children);
}
