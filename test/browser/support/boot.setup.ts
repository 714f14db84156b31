import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { startShop } from "./start-shop.ts";

/** One shop and one Chromium for all files. Returns what ends both. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { chromium: executablePath = "" } = project.config.provide;
  const shop = await startShop();
  const args = ["--disable-gpu", "--disable-dev-shm-usage"];
  const browser = await chromium.launchServer({ executablePath, args });
  project.provide("shop", shop.facts);
  project.provide("browserEndpoint", browser.wsEndpoint());
  return async () => {
    await browser.close();
    await shop.stop();
  };
}
