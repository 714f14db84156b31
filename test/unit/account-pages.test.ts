import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { routes } from "../../src/registry.ts";

const PUBLIC = join(import.meta.dirname, "../../public");
const PAGES = readdirSync(join(PUBLIC, "account")).filter((name) => name.endsWith(".html"));
const read = (path: string) => readFileSync(join(PUBLIC, path), "utf8");
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

it("there is a page for every link that mails carry", () => {
  const mails = join(import.meta.dirname, "../../src/modules/notifications");
  const sources = ["account-link.ts", "mail-wording.ts"].map((name) =>
    readFileSync(join(mails, name), "utf8"),
  );
  const linked = [
    ...all(sources.join(), /[a-z_]+: "([a-z-]+)",/g),
    ...all(sources.join(), /accountUrl\}\/([a-z-]+)/g),
  ];
  expect(linked).toContain("reset-password");
  expect(linked).toContain("forgot-password");
  for (const name of linked) expect(PAGES).toContain(`${name}.html`);
});

describe.each(PAGES)("/account/%s", (name) => {
  const page = read(join("account", name));

  it("runs under its Content-Security-Policy: neither script nor style stands in the page", () => {
    expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    for (const path of all(page, /(?:src|href)="([^"]+)"/g)) {
      expect(path, "only our own origin").toMatch(/^\/(?!\/)/);
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const isFile = existsSync(join(PUBLIC, file)) || existsSync(join(PUBLIC, `${file}.html`));
      expect(isFile || read("_redirects").includes(`\n${path} / 200`), path).toBe(true);
    }
  });

  it("labels every field, and says what is wrong with it where it can be heard", () => {
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const [id = ""] = all(input, /\sid="([^"]+)"/g);
      expect(page).toContain(`<label for="${id}">`);
      const described = all(input, /aria-describedby="([^"]+)"/g).flatMap((ids) => ids.split(" "));
      expect(described).toContain(`${id}-problem`);
      for (const other of described) expect(page).toContain(`id="${other}"`);
    }
    if (page.includes("<form")) expect(page).toContain('role="alert"');
  });

  it("calls an operation that the API has, and could not send a password in an address", () => {
    for (const [form] of page.matchAll(/<form[^>]*>/g)) {
      expect(form).toContain('method="post"');
      const [operation = ""] = all(form, /data-operation="([^"]+)"/g);
      const found = routes.find(({ method, path }) => method.toLowerCase() === "post" && path === operation);
      expect(found, operation).toBeDefined();
    }
  });
});

it.each(["verify-email", "confirm-email"])(
  "/account/%s asks for the password: a link confirms nothing alone",
  (name) => {
    const page = read(`account/${name}.html`);
    expect(page).toMatch(/<form[^>]* data-token="required"/);
    expect(page).toMatch(
      /<input[^>]* name="password" type="password" autocomplete="current-password" required/,
    );
  },
);

it("the pages are kept by nobody, framed by nobody, and run no script but their own", () => {
  const [, headers = ""] = read("_headers").split("\n/account/*\n");
  expect(headers).toContain("Cache-Control: no-store");
  expect(headers).toMatch(/Content-Security-Policy: (?=.*script-src 'self')(?=.*frame-ancestors 'none')/);
  expect(headers).not.toContain("unsafe-inline");
  expect(read("_headers")).toContain("Referrer-Policy: no-referrer");
});
