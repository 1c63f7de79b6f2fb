import { shopper, signIn, watchErrors } from "../support";
import { expect, test } from "../test";

const inline = `() => {
  const script = document.createElement("script");
  script.textContent = "window.smuggled = true";
  document.body.append(script);
  return window.smuggled === true;
}`;

test("pages run their own scripts and no others", { tag: "@once" }, async ({ page }) => {
  const expectNoErrors = watchErrors(page);
  await signIn(page, shopper("gold"));
  for (const path of ["/membership", "/tiers"]) {
    const answer = await page.goto(path);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+';/);
    await expect(page.getByRole("main")).toBeVisible();
    expectNoErrors();
  }
  expect(await page.evaluate(`(${inline})()`)).toBe(false);
});

test("a page that is not there is no way around it", { tag: "@once" }, async ({ page }) => {
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
  expect(await page.evaluate(`(${inline})()`)).toBe(false);
});
