import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { graveViolations } from "./support/a11y.ts";
import { PANEL_PAGES, SHOP_PAGES } from "./support/main-pages.ts";
import { DESKTOP, openPage, PHONE } from "./support/page.ts";
import { settled } from "./support/settled.ts";

/** A folder for pictures of every page in every look: see screens.ts. */
const screens = process.env["SCREENS"];

const LOOKS = [
  { look: "desktop, light", viewport: DESKTOP, colorScheme: "light" },
  { look: "phone, dark", viewport: PHONE, colorScheme: "dark" },
  ...(screens === undefined
    ? []
    : ([
        { look: "phone, light", viewport: PHONE, colorScheme: "light" },
        { look: "desktop, dark", viewport: DESKTOP, colorScheme: "dark" },
      ] as const)),
] as const;

describe.each([
  { part: "shop", pages: SHOP_PAGES },
  { part: "panel", pages: PANEL_PAGES },
])("$part", ({ part, pages }) => {
  it.each(pages)(
    "$name is accessible and fits its width, light and dark, on a desk and on a phone",
    async ({ name, open }) => {
      const page = await openPage({ expects: [404] });
      await open(page);
      const found: object[] = [];
      for (const { look, viewport, colorScheme } of LOOKS) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        // As it is when one comes with this device; a switch of the looks would be measured half way.
        await page.reload();
        await settled(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > viewport.width) found.push({ look, rule: `the page is ${width} pixels wide` });
        found.push(...(await graveViolations(page)).map((violation) => ({ look, ...violation })));
        if (screens === undefined) continue;
        mkdirSync(screens, { recursive: true });
        const file = `${part}-${name}-${look}`.replaceAll(/[^\w]+/g, "-");
        await page.screenshot({ path: join(screens, `${file}.png`), fullPage: true });
      }
      expect(found).toEqual([]);
    },
  );
});
