import { expect, it } from "vitest";
import { dataOf } from "../../client/index.ts";
import { checkA11y } from "./support/a11y.ts";
import { loginAs, newAccount } from "./support/accounts.ts";
import { newProduct } from "./support/data.ts";
import { openPage, PHONE } from "./support/page.ts";
import { api } from "./support/shop.ts";

it("a category is narrowed by facets, and Back undoes each step", async () => {
  const page = await openPage();
  await page.goto("/");
  await page.getByRole("navigation", { name: "Categories" }).getByRole("link", { name: "Kitchen" }).click();
  await page.getByRole("heading", { level: 1, name: "Kitchen" }).waitFor();
  await page.getByText("8 products", { exact: true }).waitFor();
  expect(await page.title()).toContain("Kitchen");

  const filters = page.getByRole("complementary", { name: "Filters" });
  await filters.getByRole("checkbox", { name: /Olmo Studio/ }).check();
  await page.getByText("2 products", { exact: true }).waitFor();
  // The other brands can still be chosen in its place.
  await filters.getByRole("checkbox", { name: /Hearth & Hollow/ }).check();
  await page.getByRole("link", { name: "Ember Enameled Dutch Oven" }).waitFor();
  expect(new URL(page.url()).searchParams.get("vendor")).toBe("Hearth & Hollow");
  await page.getByRole("link", { name: "Ember Enameled Dutch Oven" }).click();
  await page.getByRole("heading", { level: 1, name: "Ember Enameled Dutch Oven" }).waitFor();

  await page.goBack();
  expect(await filters.getByRole("checkbox", { name: /Hearth & Hollow/ }).isChecked()).toBe(true);
  await page.goBack();
  await page.getByRole("button", { name: "Take back: Olmo Studio" }).waitFor();
  await page.goBack();
  await page.getByText("8 products", { exact: true }).waitFor();
  await checkA11y(page);
});

it("an address tells the whole listing, and Back leads to where one was in a long one", async () => {
  const page = await openPage();
  await page.goto("/search?options[Color]=Sage&sort=price");
  await page.getByRole("button", { name: "Take back: Sage" }).click();
  await page.getByRole("heading", { level: 1, name: "All products" }).waitFor();
  await page.getByText("24 shown").waitFor();
  await page.getByRole("button", { name: "Show more" }).click();
  await page.getByText("48 shown").waitFor();

  const far = page.getByRole("main").getByRole("listitem").getByRole("heading", { level: 3 }).nth(40);
  await far.scrollIntoViewIfNeeded();
  const name = await far.innerText();
  await far.getByRole("link").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await page.getByText("48 shown").waitFor();
  await expect
    .poll(() => far.evaluate((element) => element.getBoundingClientRect().top < innerHeight))
    .toBe(true);
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1_000);
});

it("the search completes what is typed, by keyboard, and corrects what is mistyped", async () => {
  const page = await openPage();
  await page.goto("/");
  const box = page.getByRole("combobox", { name: "Search the shop" });
  await box.pressSequentially("merino r");
  await page.getByRole("option", { name: "Merino Rib Beanie" }).waitFor();
  await box.press("ArrowDown");
  const chosen = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option", { selected: true });
  expect(await chosen.innerText()).toContain("Merino Rib Beanie");
  expect(await box.getAttribute("aria-activedescendant")).toBe(await chosen.getAttribute("id"));
  await box.press("Escape");
  expect(await box.getAttribute("aria-expanded")).toBe("false");
  await box.press("ArrowDown");
  await box.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Merino Rib Beanie" }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("H1");

  await box.fill("ketle");
  await box.press("Enter");
  await page.getByText("Nothing matched “ketle”.").waitFor();
  await page.getByRole("link", { name: /Kettle/ }).waitFor();
  await checkA11y(page);
});

it("a variant is chosen by its options, and goes into the cart, whose lines are changed, removed and put back", async () => {
  const page = await openPage();
  await page.goto("/products/trailhead-insulated-bottle");
  await checkA11y(page);
  await page.getByRole("radio", { name: /^750 ml/ }).check({ force: true });
  await page.getByText("$38.00").waitFor();
  // There is no large one in this color: the choice leads to the one that there is.
  await page
    .getByRole("radio", { name: "Sunrise Coral (not with the rest of your choice)" })
    .check({ force: true });
  await page.getByText("$32.00").waitFor();
  expect(await page.getByRole("radio", { name: /^500 ml/ }).isChecked()).toBe(true);
  expect(page.url()).toContain("sku=");

  await page.getByRole("button", { name: /^One more/ }).click();
  await page.getByRole("button", { name: "Add to cart" }).click();
  await page.getByRole("status").getByText("Added to your cart").waitFor();
  await page.getByRole("link", { name: "See the cart" }).click();
  await page.getByRole("heading", { level: 1, name: "Your cart" }).waitFor();
  await page.getByText("2 items").waitFor();

  const quantity = page.getByRole("spinbutton", { name: "Quantity of Trailhead Insulated Bottle" });
  await page.getByRole("button", { name: /^One more/ }).click();
  await page.getByRole("button", { name: /^One more/ }).click();
  expect(await quantity.inputValue()).toBe("4");
  await page.getByRole("region", { name: "Summary" }).getByText("$128.00").first().waitFor();
  await page.getByRole("button", { name: "Remove Trailhead Insulated Bottle" }).click();
  await page.getByText("There is nothing in it yet.").waitFor();
  await page.getByRole("button", { name: "Put it back" }).click();
  await page.getByText("4 items").waitFor();

  await page.getByText("A note to the shop").click();
  await page.getByLabel("Your note").fill("Ring twice");
  await page.getByLabel("Your note").blur();
  await page.getByText("Taxes and shipping in detail").click();
  await page.getByText("Both depend on where it goes").waitFor();
  await page.reload();
  expect(await page.getByLabel("Your note").inputValue()).toBe("Ring twice");
  expect(await quantity.inputValue()).toBe("4");
  await checkA11y(page);
});

it("a line that cannot be had any more says so, with what to do, before anybody can check out", async () => {
  const page = await openPage();
  const few = await newProduct({ stock: 3 });
  const gone = await newProduct();
  for (const { slug } of [few, gone]) {
    await page.goto(`/products/${slug}`);
    await page.getByRole("spinbutton").fill("3");
    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByText("Added to your cart").waitFor();
  }
  const body = { sku: few.sku, delta: -2, reason: "Broken" };
  await dataOf(api.POST("/api/v1/inventory/adjustments", { body }));
  await dataOf(api.DELETE("/api/v1/products/{id}", { params: { path: { id: gone.id } } }));

  await page.goto("/cart");
  await page.getByRole("button", { name: "Take it out" }).waitFor();
  expect(await page.getByRole("button", { name: "Check out" }).isDisabled()).toBe(true);
  await checkA11y(page);
  await page.getByRole("button", { name: "Take it out" }).click();
  await page.getByText(`${gone.name} was taken out.`).waitFor();
  await page.getByRole("button", { name: "Take 1" }).click();
  await page.getByRole("link", { name: "Check out" }).waitFor();
  expect(await page.getByRole("spinbutton", { name: `Quantity of ${few.name}` }).inputValue()).toBe("1");

  // Wanting more than there is gets the same words again.
  await page.getByRole("button", { name: /^One more/ }).click();
  await page.getByText("Only 1 left.").waitFor();
});

it("somebody who has logged in elsewhere fills the account's cart from here", async () => {
  const page = await openPage({ expects: [403] });
  await loginAs(page, await newAccount("customer"));
  await page.goto("/products/tidal-bath-salts");
  // The page does not know of the login yet, so its first try comes without the session's CSRF token.
  const refused = page.waitForResponse((response) => response.status() === 403);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await refused;
  await page.getByText("Added to your cart").waitFor();
  await page.getByRole("navigation", { name: "Yours" }).getByRole("link", { name: "Test" }).waitFor();
});

it("on a phone in the dark the filters stand in a drawer, and nothing is wider than the screen", async () => {
  const page = await openPage({ viewport: PHONE, colorScheme: "dark" });
  await page.goto("/");
  await page.getByRole("heading", { name: "New in the shop" }).waitFor();
  await checkA11y(page);
  await page.getByRole("link", { name: "See all products" }).click();
  await page.getByRole("button", { name: "Filter" }).click();
  const drawer = page.getByRole("dialog", { name: "Filters" });
  await drawer.getByRole("checkbox", { name: "Only what is in stock" }).check();
  await page.getByRole("button", { name: /^Show \d+ products/ }).waitFor();
  await checkA11y(page);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Take back: In stock" }).waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
