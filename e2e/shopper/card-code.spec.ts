import { expectAccessible, lookOf, prefer, shopper, signIn, watchErrors } from "../support";
import { expect, test } from "../test";

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

test.describe("in the pocket", { tag: "@once" }, () => {
  test.use({ serviceWorkers: "allow" });

  test("the card is there without a connection, and gone once somebody signs out", async ({
    page,
    context,
  }) => {
    await signIn(page, shopper("gold"));
    await page.goto("/membership");
    const points = await page.getByRole("region", { name: "积分", exact: true }).textContent();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.reload();
    await expect(page.getByRole("heading", { name: "没有网络", level: 1 })).toBeVisible();
    await expect(page.getByRole("region", { name: /^会员卡：金牌会员/ })).toBeVisible();
    await expect(page.locator("[data-code]")).toHaveAttribute("data-code", /^\d{20}$/);
    const shown = (await page.locator(".text-3xl").textContent()) ?? "";
    expect(points).toContain(shown);
    await expect(page.getByText(/^数据截至 /)).toBeVisible();
    await expectAccessible(page, "main");
    await context.setOffline(false);
    await expect(page.getByRole("button", { name: /显示与账号/ })).toBeVisible();

    await page.getByRole("button", { name: /显示与账号/ }).click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.waitForURL(/sign-in/);
    await context.setOffline(true);
    await page.goto("/membership");
    await expect(page.getByRole("heading", { name: "没有网络", level: 1 })).toBeVisible();
    await expect(page.getByText("连上网络后再试", { exact: false })).toBeVisible();
    const pockets = await page.evaluate(() =>
      Object.keys(localStorage).filter((name) => name.startsWith("pocket")),
    );
    expect(pockets).toEqual([]);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return keys.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept.filter((path) => !/^\/(offline$|_next\/static\/|fonts\/)/.test(path))).toEqual([]);
    await context.setOffline(false);
  });

  test("a device can keep it among its apps, under the shop’s name", async ({ page }) => {
    await page.goto("/tiers");
    const address = await page.locator('link[rel="manifest"]').getAttribute("href");
    const manifest = await (await page.request.get(address ?? "")).json();
    expect(manifest).toMatchObject({ start_url: "/membership", display: "standalone" });
    const sizes = manifest.icons.map(({ sizes, purpose }: Record<string, string>) => [
      sizes,
      purpose,
    ]);
    expect(sizes).toEqual([
      ["192x192", "any"],
      ["512x512", "any"],
      ["512x512", "maskable"],
    ]);
    const apple = await page.locator('link[rel="apple-touch-icon"]').getAttribute("href");
    for (const icon of [...manifest.icons.map(({ src }: { src: string }) => src), apple]) {
      const picture = await page.request.get(icon);
      expect(picture.headers()["content-type"]).toBe("image/png");
      expect(picture.headers()["cache-control"]).toContain("immutable");
      expect((await picture.body()).length).toBeGreaterThan(1000);
    }
  });
});
