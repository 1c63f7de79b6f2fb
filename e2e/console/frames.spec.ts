import {
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  shopper,
  signIn,
} from "../support";
import { expect, test } from "../test";

const unknown = [
  "/console/nope",
  "/console/members/99999999",
  "/console/members/nobody",
  "/console/activities/99999999",
  "/console/batches/99999999",
  "/console/webhooks/99999999",
];

test("what is not there is missing within the console, with the status that says so", async ({
  page,
}) => {
  await signIn(page, admin());
  for (const path of unknown) {
    await test.step(path, async () => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(404);
      await expect(page.getByRole("banner")).toContainText("运营台");
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    });
  }
  await page.goto("/console/nope");
  await expect(page.getByRole("main")).toContainText("页面不存在");
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("the shop’s pages answer 404 within their frame", async ({ page }) => {
  await signIn(page, shopper("gold"));
  for (const path of ["/membership/nope", "/membership/activities/99999999"]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("banner")).toBeVisible();
  }
});

test("the menu has everything at any size, says that it goes on, and opens by keyboard", async ({
  page,
}, info) => {
  await signIn(page, admin());
  if (info.project.name !== "phone") await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto("/console/program");
  if (info.project.name === "phone") await page.getByRole("button", { name: "打开菜单" }).click();
  const menu = page.getByRole("navigation", { name: "主导航" }).filter({ visible: true });
  const settings = menu.locator("summary");
  await settings.focus();
  await page.keyboard.press("Enter");
  const last = menu.getByRole("link", { name: "登录与安全" });
  await expect(menu.getByText("下方还有")).toBeVisible();
  await expectAccessible(page);
  await last.focus();
  await expect(last).toBeInViewport();
  await expect(menu.getByText("下方还有")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/console\/account$/);
  await page.goto("/console/webhooks");
  if (info.project.name === "phone") await page.getByRole("button", { name: "打开菜单" }).click();
  await expect(menu.getByRole("link", { name: "事件推送" })).toBeVisible();
});

test("pages for admins refuse in one way", async ({ page }) => {
  await signIn(page, operator());
  for (const path of ["/console/keys", "/console/operators", "/console/webhooks"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("仅管理员可用", { exact: false })).toBeVisible();
  }
});

test("a deep link of the console survives signing in, question and place included", async ({
  page,
}) => {
  const { email, password } = operator();
  await page.goto("/console/members?tier=GOLD&q=demo");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/console\/members\?tier=GOLD&q=demo$/);
  await expect(page.getByLabel("等级", { exact: true })).toHaveValue("GOLD");
});

test("a session that ends inside a dialog: sign in beside it, go on with what was typed", async ({
  page,
}) => {
  const { email, password } = operator();
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("bronze").memberId}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("1");
  await dialog.getByLabel("原因").fill("登录过期之前写的");
  await page.context().clearCookies();
  await dialog.getByRole("button", { name: "确认调整" }).click();
  const ended = page.getByRole("dialog", { name: "登录已失效" });
  await expect(ended).toBeVisible();
  await expectAccessible(page, '[role="dialog"]:last-of-type');
  const opening = page.context().waitForEvent("page");
  await ended.getByRole("link", { name: "在新标签页登录" }).click();
  const beside = await opening;
  await beside.getByLabel("邮箱").fill(email);
  await beside.getByLabel("密码", { exact: true }).fill(password);
  await beside.getByRole("button", { name: "登录" }).click();
  await expect(beside.getByRole("heading", { level: 1, name: "已经登录" })).toBeVisible();
  await beside.close();

  await expect(dialog.getByLabel("原因")).toHaveValue("登录过期之前写的");
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(page.getByText(/已调整|\+1 积分/).first()).toBeVisible();
});

test("a shopper’s deep link survives signing in", async ({ page }) => {
  const { email, password } = shopper("gold");
  await page.goto("/membership/history?type=EARN");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/membership\/history\?type=EARN$/);
});

for (const next of [
  "//evil.example",
  "/%5Cevil.example",
  "/\\evil.example",
  "https:evil.example",
]) {
  test(`stays on this site after signing in with next=${next}`, { tag: "@once" }, async ({
    page,
  }) => {
    const { email, password } = shopper("silver");
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    const { origin } = new URL(page.url());
    await page.getByLabel("邮箱").fill(email);
    await page.getByLabel("密码", { exact: true }).fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page).not.toHaveURL(/sign-in/);
    expect(new URL(page.url()).origin).toBe(origin);
  });
}
