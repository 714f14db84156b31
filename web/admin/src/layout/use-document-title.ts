import { useEffect } from "react";

/** The browser's tab says what the app bar says: react-admin's pages write their title into #react-admin-title. */
export function useDocumentTitle(shop: string | undefined): void {
  useEffect(() => {
    const heading = document.getElementById("react-admin-title");
    if (!heading) return;
    const tell = () => {
      document.title = [heading.textContent?.trim(), shop ?? "Admin"].filter(Boolean).join(" · ");
    };
    const observer = new MutationObserver(tell);
    observer.observe(heading, { childList: true, characterData: true, subtree: true });
    tell();
    return () => {
      observer.disconnect();
    };
  }, [shop]);
}
