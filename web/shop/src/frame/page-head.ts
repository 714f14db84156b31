import { useEffect } from "preact/hooks";
import { shopFacts } from "../shop-facts.ts";

/** What a page tells about itself to browsers, search engines and whoever shares it. */
interface PageHead {
  /** Without the shop's name; undefined while it is not known, and for the first page. */
  title?: string | undefined;
  description?: string | undefined;
  /** The page's one address, a path; absent when it is not to be named. */
  canonical?: string | undefined;
  noIndex?: boolean;
  /** What the page is about, as schema.org says it. */
  data?: object | undefined;
}

/** Sets the document's title, description and canonical address while the page is shown. */
export function usePageHead({ title, description, canonical, noIndex = false, data }: PageHead): void {
  const shop = shopFacts.value?.name ?? "Shop";
  const json = data === undefined ? undefined : JSON.stringify(data);
  useEffect(() => {
    document.title = title === undefined ? shop : `${title} · ${shop}`;
  }, [title, shop]);
  useEffect(() => {
    element("meta", "name", "description", { content: description });
    element("link", "rel", "canonical", { href: canonical && location.origin + canonical });
    element("meta", "name", "robots", { content: noIndex ? "noindex" : undefined });
  }, [description, canonical, noIndex]);
  useEffect(() => {
    if (json === undefined) return undefined;
    // Data, which no browser runs: the Content-Security-Policy has nothing to say about it.
    const script = document.createElement("script");
    script.type = "application/ld+json";
    script.text = json;
    document.head.append(script);
    return () => script.remove();
  }, [json]);
}

function element(tag: string, key: string, value: string, attributes: Record<string, string | undefined>) {
  const found = document.head.querySelector(`${tag}[${key}="${value}"]`);
  const [name = "", content] = Object.entries(attributes)[0] ?? [];
  if (content === undefined) return found?.remove();
  const one = found ?? document.createElement(tag);
  one.setAttribute(key, value);
  one.setAttribute(name, content);
  if (!found) document.head.append(one);
}
