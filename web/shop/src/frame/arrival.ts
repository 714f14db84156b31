import { signal } from "@preact/signals";

const POSITIONS = "shop.positions";
const PATIENCE_MS = 2_000;

/** The title of the page that was just opened, for those who do not see it change. */
export const announced = signal("");

/** Keeps where people are on each page, because the browser restores it too early: before the page has its content. */
export function watchPositions(): void {
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => whenTallEnough(positions()[here()] ?? 0));
  let due: number | undefined;
  const keep = () => {
    clearTimeout(due);
    due = undefined;
    keepPosition();
  };
  addEventListener("scroll", () => (due ??= setTimeout(keep, 100)));
  // Whoever follows a link while the page still rolls comes back to where it was.
  addEventListener("click", keep, { capture: true });
  // Positions survive a reload as well.
  whenTallEnough(positions()[here()] ?? 0);
}

let arrivals = 0;

/**
 * Another page was opened: whoever goes by keyboard or listens starts at its heading, which may come with the API's answer only.
 * (That links lead to the beginning of a page is the router's part.)
 */
export function arrived(): void {
  const arrival = ++arrivals;
  const started = performance.now();
  const main = document.querySelector("main");
  announced.value = "";
  main?.focus({ preventScroll: true });
  const look = () => {
    // Another page by now, or somebody has gone on within this one.
    if (arrival !== arrivals || document.activeElement !== main) return;
    const heading = main?.querySelector<HTMLElement>("h1");
    if (heading?.textContent) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      announced.value = document.title;
    } else if (performance.now() - started < PATIENCE_MS) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function here(): string {
  return location.pathname + location.search;
}

function positions(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(POSITIONS) ?? "{}") as Record<string, number>;
  } catch {
    return {};
  }
}

function keepPosition(): void {
  const latest = Object.entries({ ...positions(), [here()]: scrollY }).slice(-50);
  try {
    sessionStorage.setItem(POSITIONS, JSON.stringify(Object.fromEntries(latest)));
  } catch {
    // Forbidden or full: Back leads to the page's beginning.
  }
}

/** Scrolls there as soon as the page reaches so far, unless it does not within a while or somebody scrolls themselves. */
function whenTallEnough(position: number): void {
  if (position === 0) return;
  const started = performance.now();
  const until = new AbortController();
  for (const input of ["wheel", "touchmove", "keydown"]) {
    addEventListener(input, () => until.abort(), { signal: until.signal, passive: true });
  }
  const look = () => {
    if (until.signal.aborted) return;
    const reaches = document.documentElement.scrollHeight - innerHeight >= position;
    if (reaches) scrollTo(0, position);
    if (reaches || performance.now() - started > PATIENCE_MS) until.abort();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
