import { expectAccessible, expectNoSidewaysScroll, operator, shopper, signIn } from "../support";
import { expect, test } from "../test";

// A browser of another language than the page: what is the browser's would show here.
test.use({ locale: "de-DE" });

test("dates are written and chosen as the page’s language says", async ({
  page,
  context,
}, info) => {
  const url = info.project.use.baseURL ?? process.env.BASE_URL ?? "http://localhost:3000";
  await context.addCookies([{ name: "locale", value: "zh-CN", url }]);
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("diamond").memberId}`);
  await page.getByRole("button", { name: "设置等级" }).click();
  const dialog = page.getByRole("dialog");
  const until = dialog.getByLabel("保留至（可选）");
  await expect(until).toHaveAttribute("placeholder", "年-月-日");
  await until.fill("2039年2月3日");
  await until.blur();
  await expect(until).toHaveValue("2039-02-03");
  await until.fill("2039-02-30");
  await until.blur();
  await expect(until).toHaveAttribute("aria-invalid", "true");

  await until.fill("2039-02-03");
  await dialog.getByRole("button", { name: "打开日历" }).click();
  await expect(dialog.getByText("2039年2月")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "2039-02-03 周四" })).toBeFocused();
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Enter");
  await expect(until).toHaveValue("2039-03-10");
  await expect(until).toBeFocused();

  // Escape closes the calendar first, and only then the dialog.
  await dialog.getByRole("button", { name: "打开日历" }).click();
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("2039年3月")).toBeHidden();
  await expect(dialog).toBeVisible();
});

test("a file is asked for in the page’s words", async ({ page, context }, info) => {
  const url = info.project.use.baseURL ?? process.env.BASE_URL ?? "http://localhost:3000";
  await context.addCookies([{ name: "locale", value: "zh-CN", url }]);
  await signIn(page, operator());
  await page.goto("/console/batches/new");
  await expect(page.getByText("还没有选择文件")).toBeVisible();
  await page.locator('input[type="file"]').setInputFiles({
    name: "积分.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("externalId,points\ndemo-gold,1\n"),
  });
  await expect(page.getByText("积分.csv", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
