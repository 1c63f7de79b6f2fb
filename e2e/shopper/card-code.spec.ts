import { expect, test } from "@playwright/test";
import { expectAccessible, lookOf, prefer, shopper, signIn, watchErrors } from "../support";

test("the card shows a code that moves on, as QR code and as bar code", async ({ page }) => {
  const errors = watchErrors(page);
  await page.clock.install();
  await signIn(page, shopper("gold"));
  await page.goto("/membership");
  await page.getByRole("button", { name: "出示会员码" }).click();
  const dialog = page.getByRole("dialog", { name: "会员码" });
  const code = dialog.locator("[data-code]");
  await expect(code).toHaveAttribute("data-code", /^\d{20}$/);
  for (const kind of ["条形码", "二维码"]) {
    const image = dialog.getByRole("img", { name: new RegExp(kind) });
    // The code may move on while it is measured.
    await expect.poll(async () => (await image.boundingBox())?.width ?? 0).toBeGreaterThan(200);
  }
  await expect(dialog.getByText(/^\d+ 秒后更新$/)).toBeVisible();
  const first = (await code.getAttribute("data-code")) ?? "";
  await page.clock.runFor(31_000);
  await expect(code).not.toHaveAttribute("data-code", first);
  // Of the same member, for other thirty seconds.
  const next = (await code.getAttribute("data-code")) ?? "";
  expect(next.slice(0, 12)).toBe(first.slice(0, 12));
  errors();
});

test("goes on without a connection for some minutes, says so, and then shows none", async ({
  page,
  context,
}) => {
  await page.clock.install();
  await signIn(page, shopper("silver"));
  await page.goto("/membership");
  await page.getByRole("button", { name: "出示会员码" }).click();
  const dialog = page.getByRole("dialog", { name: "会员码" });
  const code = dialog.locator("[data-code]");
  await expect(code).toBeVisible();
  await context.setOffline(true);
  const seen = new Set<string>();
  for (let minute = 0; minute < 8; minute++) {
    await page.clock.runFor(60_000);
    seen.add((await code.getAttribute("data-code")) ?? "");
  }
  expect(seen.size).toBe(8);
  await expect(dialog.getByText(/没有网络，会员码还可出示 \d 分钟/)).toBeVisible();
  await page.clock.runFor(240_000);
  await expect(dialog.getByText("会员码已过期，连上网络后会自动更新。")).toBeVisible();
  await context.setOffline(false);
});

test("the code is in nobody's way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, shopper("diamond"));
  await page.goto("/membership");
  await page.getByRole("button", { name: /^(出示会员码|Show member code)$/ }).click();
  await expect(page.locator("[data-code]")).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
});
