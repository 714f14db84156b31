let load: () => void = () => undefined;

/** How the script of the products' page is loaded; said by app.tsx, which knows the pages. */
export function prepareProductsBy(loading: () => void): void {
  load = loading;
}

/** Somebody is about to open a product. Its data came with the list; what is missing is the page's script. */
export function prepareProduct(): void {
  load();
}
