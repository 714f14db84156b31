import react from "@vitejs/plugin-react";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin, type ServerOptions, type UserConfig } from "vite";

// The pages of the shop and of its staff: scripts/assets/web-pages.ts builds both.
// Scripts and styles go into a folder of their own, because every path below a page's own leads to the page (public/_redirects).

const ROOT = join(import.meta.dirname, "..");

const PAGES: Record<string, UserConfig> = {
  shop: {
    root: join(ROOT, "web/shop"),
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: { rolldownOptions: { input: join(ROOT, "web/shop/index.html") } },
  },
  admin: {
    root: join(ROOT, "web"),
    plugins: [react(), panelBelowAdmin()],
    build: {
      rolldownOptions: { input: join(ROOT, "web/admin/index.html") },
      // react-admin is one large chunk that a new version of the panel leaves in the browser's cache.
      chunkSizeWarningLimit: 1_500,
    },
  },
};

/** In development, too, every path below /admin is the panel. */
function panelBelowAdmin(): Plugin {
  return {
    name: "panel-below-admin",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const isPage =
          /^\/admin(\/|$)/.test(request.url ?? "") && request.headers.accept?.includes("text/html");
        if (isPage) request.url = "/admin/index.html";
        next();
      });
    },
  };
}

/** While the pages are worked on (npm run web:shop, web:admin), the API is that of a running `npm start`. */
function development(): ServerOptions {
  const state = join(ROOT, ".local/dev.json");
  const started = existsSync(state)
    ? (JSON.parse(readFileSync(state, "utf8")) as { base_url: string }).base_url
    : undefined;
  const target = process.env["API_URL"] ?? started ?? "http://localhost:8787";
  // To the API its pages come from its own origin, as they do when it serves them.
  const proxied = { target, headers: { origin: target } };
  const paths = ["/api", "/media", "/demo", "/docs-assets", "/_stripe", "/openapi.json"];
  return { proxy: Object.fromEntries(paths.map((path) => [path, proxied])) };
}

export default defineConfig(({ mode, command }) => {
  // What is built is for production, also when a test builds it.
  if (command === "build") process.env["NODE_ENV"] = "production";
  const page = PAGES[mode] ?? PAGES["shop"];
  return {
    ...page,
    publicDir: false,
    cacheDir: join(ROOT, "node_modules/.vite", mode),
    ...(command === "serve" ? { server: development() } : {}),
    build: {
      ...page?.build,
      outDir: join(ROOT, ".build/web", mode),
      assetsDir: `${mode}-assets`,
      emptyOutDir: true,
      // The Content-Security-Policy lets nothing run that stands in the page or a data: URL.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      target: "es2024",
    },
  };
});
