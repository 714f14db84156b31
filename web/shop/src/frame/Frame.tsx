import type { ComponentChildren } from "preact";
import { announced } from "./arrival.ts";
import { AddedPanel } from "./AddedPanel.tsx";
import { Footer } from "./Footer.tsx";
import { Header } from "./Header.tsx";

/** What stands around every page. */
export function Frame({ children }: { children: ComponentChildren }) {
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <AddedPanel />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
      <Announcer />
    </>
  );
}

function Announcer() {
  return (
    <div class="visually-hidden" aria-live="polite">
      {announced.value}
    </div>
  );
}
