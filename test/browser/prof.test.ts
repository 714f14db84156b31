/* eslint-disable */
import { it } from "vitest";
import { graveViolations } from "./support/a11y.ts";
import { openPage } from "./support/page.ts";
import { loginAs } from "./support/accounts.ts";
import { settled } from "./support/settled.ts";
import { AxeBuilder } from "@axe-core/playwright";
it("p", async () => {
  let t = performance.now();
  const lap = (n: string) => { const x = performance.now(); console.log(n, Math.round(x - t)); t = x; };
  for (const path of ["/", "/admin/audit", "/admin/users"]) {
    const page = await openPage(); lap("open");
    await loginAs(page, "superuser"); lap("login");
    await page.goto(path); lap(`goto ${path}`);
    await settled(page); lap("settled");
    await graveViolations(page); lap("axe");
    await graveViolations(page); lap("axe2");
    await new AxeBuilder({ page }).setLegacyMode(true).withTags(["wcag2a","wcag2aa"]).analyze(); lap("legacy");
    await page.reload(); lap("reload");
    await settled(page); lap("settled");
  }
}, 120000);
