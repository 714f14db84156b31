import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { routes } from "../../src/registry.ts";

const PUBLIC = join(import.meta.dirname, "../../public");
const read = (path: string) => readFileSync(join(PUBLIC, path), "utf8");
const page = read("pay/index.html");
const script = read("pay/pay.js");

it("the page of payment links runs under its policy: neither script nor style stands in it", () => {
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  for (const [, path = ""] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect(path, "only our own origin").toMatch(/^\/(?!\/)/);
    expect(existsSync(join(PUBLIC, path)), path).toBe(true);
  }
  // Stripe.js cannot be loaded under trusted types, so nothing may write HTML by hand.
  expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
});

it("it is kept by nobody, framed by nobody, and talks to nobody but the shop and Stripe", () => {
  const [, headers = ""] = read("_headers").split("\n/pay/*\n");
  expect(headers).toContain("Cache-Control: no-store");
  expect(headers).toContain("X-Robots-Tag: noindex");
  expect(headers).not.toContain("unsafe-");
  const policy = /Content-Security-Policy: (default-src.*)/.exec(headers)?.[1] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  for (const [, host = ""] of policy.matchAll(/https:\/\/([^\s;]+)/g))
    expect(host).toMatch(/(^|\.)stripe\.com$/);
});

it("says what is wrong where it can be heard, and every view has a heading that can be focused", () => {
  expect(page).toContain('role="alert"');
  const views = page.split("<section").slice(1);
  for (const view of views.filter((text) => !text.includes('data-view="loading"')))
    expect(view).toMatch(/<h1 tabindex="-1">/);
  for (const [, name = ""] of script.matchAll(/show\("([a-z-]+)"\)/g))
    expect(page).toContain(`data-view="${name}"`);
  for (const [, name = ""] of script.matchAll(/(?:fill|at|rows)\("([a-z]+)"/g)) {
    expect(page).toContain(`data-show="${name}"`);
  }
});

it("calls operations that the API has, with the token in a header and in no address", () => {
  for (const [, method = "", path = ""] of script.matchAll(/call\("([A-Z]+)", "([^"]*)"/g)) {
    const found = routes.some(
      (route) => route.method.toUpperCase() === method && route.path === `/api/v1/orders/{id}${path}`,
    );
    expect(found, `${method} ${path}`).toBe(true);
  }
  expect(script).toContain('"X-Order-Token": link.token');
  expect(script.match(/link\.token/g)).toHaveLength(1);
});
