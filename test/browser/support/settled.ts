import type { Page } from "playwright-core";

/** What pages show in the place of something that is still on its way. */
const ON_ITS_WAY = "[aria-busy=true], .MuiSkeleton-root, [role=progressbar]";

/** Waits until a page has a heading, and nothing in it is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole("heading").first().waitFor();
  await page.locator(ON_ITS_WAY).first().waitFor({ state: "detached" });
}
