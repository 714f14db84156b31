import { localStorageStore, type Store } from "react-admin";
import { knownUserId } from "./session.ts";

const SAVED_VIEWS = ".savedQueries";
/** What belongs to the browser, whoever uses it. */
const OF_THE_BROWSER = ["theme", "sidebar.open"];

/**
 * Where react-admin keeps what somebody chose. Saved views are kept for each user apart and outlive the session; the last filters, which may
 * hold names and addresses of customers, do not.
 */
export function panelStore(): Store {
  const store = localStorageStore("1", "Panel");
  return {
    ...store,
    getItem: (key, defaultValue) => store.getItem(ownKey(key), defaultValue),
    setItem: (key, value) => store.setItem(ownKey(key), value),
    removeItem: (key) => store.removeItem(ownKey(key)),
    subscribe: (key, callback) => store.subscribe(ownKey(key), callback),
    reset() {
      for (const key of Object.keys(store.listItems?.() ?? {})) {
        if (!key.endsWith(SAVED_VIEWS) && !OF_THE_BROWSER.includes(key)) store.removeItem(key);
      }
    },
  };
}

function ownKey(key: string): string {
  return key.endsWith(SAVED_VIEWS) ? `${knownUserId() ?? "nobody"}.${key}` : key;
}
