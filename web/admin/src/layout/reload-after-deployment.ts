const KEY = "panel.reloaded-at";
const AGAIN_AFTER_MS = 60_000;

/**
 * After a deployment the parts that this page has not loaded yet are gone by their old names: it loads itself anew, once. When that does not
 * help, the error page says what failed.
 */
export function reloadAfterDeployment(): void {
  addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < AGAIN_AFTER_MS) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    location.reload();
  });
}
