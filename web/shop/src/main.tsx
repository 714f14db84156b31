import { render } from "preact";
import { App } from "./app.tsx";
import { watchPositions } from "./frame/arrival.ts";
import { startReading } from "./reads/start.ts";
import "./styles/base.css";
import "./styles/ui.css";
import "./styles/frame.css";
import "./styles/cards.css";

const RELOADED = "shop.reloaded";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root.");

// An address that is none, cut off in the middle of a sign, would let the router fail.
try {
  decodeURIComponent(location.pathname);
} catch {
  history.replaceState(null, "", "/products/not/found");
}

// What the page needs from the API is on its way before anything is drawn.
startReading(location);
watchPositions();
render(<App />, root);

// A new version of the shop has taken the place of this one's files: the page is loaded anew, once in a while at most.
addEventListener("vite:preloadError", () => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
});
