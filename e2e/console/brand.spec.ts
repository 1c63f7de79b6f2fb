import {
  admin,
  expectEachAccessible,
  lookOf,
  operator,
  prefer,
  shopper,
  signIn,
  toasts,
} from "../support";
import { expect, test } from "../test";

/** Red, of 8 by 8 points. */
const LOGO =
  "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEUlEQVQImWPYbKSNFTEMLQkAtE5EAUqqjAYAAAAASUVORK5CYII=";

test("the shop gives its own name, seal and colour, and takes them back @once", async ({
  page,
  browser,
}) => {
  await signIn(page, admin());
  await page.goto("/console/brand");
  const name = page.getByLabel("品牌名（中文）");
  const before = await name.inputValue();
  await name.fill("青禾");
  await page.getByLabel("印章字").fill("青禾堂");
  await page.getByLabel("主色", { exact: true }).fill("blue");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByLabel("印章字")).toHaveAccessibleDescription(/请填写 1–2 个/);
  await expect(page.getByLabel("主色", { exact: true })).toHaveAccessibleDescription(
    /请填写颜色值/,
  );
  await page.getByLabel("印章字").fill("禾");
  await page.getByLabel("主色", { exact: true }).fill("#1d5c8f");
  await page.getByLabel("客服页面").fill("https://shop.example/help");
  await page.getByText("水波", { exact: true }).click();
  await page.getByLabel("标志图片").setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: Buffer.from(LOGO, "base64"),
  });
  await expect(page.getByRole("button", { name: "改用印章" })).toBeVisible();
  await expect(page.getByRole("region", { name: "预览" })).toContainText("青禾 · 会员中心");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("品牌设置已保存。")).toBeVisible();

  const home = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(home, shopper("gold"));
  await home.goto("/membership");
  await expect(home).toHaveTitle(/青禾 · 会员中心$/);
  await expect(home.getByRole("link", { name: "联系客服" })).toHaveAttribute(
    "href",
    "https://shop.example/help",
  );
  await expect(home.getByRole("banner").locator('img[src^="/api/logo/"]')).toBeVisible();
  await expect(home.locator("html")).toHaveAttribute("data-card-texture", "WAVES");
  const accent = () =>
    home.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--seal"));
  expect(await accent()).toContain("#1d5c8f");

  await name.fill(before);
  await page.getByLabel("印章字").fill("素");
  await page.getByRole("button", { name: "恢复默认" }).click();
  await page.getByText("素面", { exact: true }).click();
  await page.getByRole("button", { name: "改用印章" }).click();
  await page.getByLabel("客服页面").fill("");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("品牌设置已保存。").first()).toBeVisible();
  await expect
    .poll(async () => {
      await home.reload();
      return accent();
    })
    .not.toContain("#1d5c8f");
  await expect(home.getByRole("link", { name: "联系客服" })).toHaveCount(0);
});

test("the brand’s page is in nobody’s way, and closed to operators", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, admin());
  await expectEachAccessible(page, ["/console/brand"]);
  await signIn(page, operator());
  await page.goto("/console/brand");
  await expect(page.locator("form")).toHaveCount(0);
});
