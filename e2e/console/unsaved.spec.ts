import { admin, expectAccessible, isPhone, operator, shopper, signIn } from "../support";
import { expect, type Page, test } from "../test";

const question = (page: Page) => page.getByRole("alertdialog", { name: "要放弃没保存的内容吗？" });

/** A link of the console, wherever this window has its menu. */
async function follow(page: Page, phone: boolean, name: string): Promise<void> {
  if (phone) await page.getByRole("button", { name: "打开菜单" }).click();
  const nav = page.getByRole("navigation", { name: "主导航" }).filter({ visible: true });
  await nav.getByRole("link", { name, exact: true }).click();
}

test("links, back and the command palette ask before a ladder that was edited goes", async ({
  page,
}, info) => {
  await signIn(page, admin());
  await page.goto("/console/members");
  await follow(page, isPhone(info), "等级");
  await expect(page).toHaveURL(/\/console\/tiers$/);
  const threshold = page.getByLabel("累计消费满").nth(1);
  const before = await threshold.inputValue();

  // Nothing typed, nothing asked.
  await follow(page, isPhone(info), "会员");
  await expect(page).toHaveURL(/\/console\/members$/);
  await follow(page, isPhone(info), "等级");

  await threshold.fill("777");
  await follow(page, isPhone(info), "会员");
  await expect(question(page)).toBeVisible();
  await expectAccessible(page, '[role="alertdialog"]');
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect(page).toHaveURL(/\/console\/tiers$/);
  await expect(threshold).toHaveValue("777");

  await page.goBack();
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "继续编辑" }).click();
  await expect(page).toHaveURL(/\/console\/tiers$/);
  await expect(threshold).toHaveValue("777");

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("审批");
  await page.keyboard.press("Enter");
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "继续编辑" }).click();
  await page.keyboard.press("Escape");
  await expect(threshold).toHaveValue("777");

  // Typed back to what it was, it is no change.
  await threshold.fill(before);
  await page.goBack();
  await expect(page).toHaveURL(/\/console\/members$/);
  await page.goForward();
  await expect(threshold).toHaveValue(before);

  await threshold.fill("778");
  await page.goBack();
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await expect(page).toHaveURL(/\/console\/members$/);
});

test("after staying, the ways back and forward are those there were", async ({ page }, info) => {
  await signIn(page, admin());
  const at = (path: string) => expect(page).toHaveURL(new RegExp(`/console/${path}$`));
  const stay = () => question(page).getByRole("button", { name: "继续编辑" }).click();
  await page.goto("/console/members");
  await follow(page, isPhone(info), "审批");
  await at("approvals");
  await follow(page, isPhone(info), "等级");
  await at("tiers");
  await follow(page, isPhone(info), "会员");
  await at("members");
  await page.goBack();
  await at("tiers");
  const threshold = page.getByLabel("累计消费满").nth(1);
  const before = await threshold.inputValue();
  const entries = await page.evaluate(() => window.history.length);

  await threshold.fill("776");
  for (const away of ["goBack", "goForward"] as const) {
    await page[away]();
    await expect(question(page)).toBeVisible();
    await at("tiers");
    await stay();
    await expect(question(page)).toBeHidden();
    await expect(threshold).toHaveValue("776");
  }
  // Two steps at once, and pressed again while it asks.
  await page.evaluate(() => window.history.go(-2));
  await expect(question(page)).toBeVisible();
  await page.goBack();
  await at("tiers");
  await stay();
  await expect(threshold).toHaveValue("776");
  expect(await page.evaluate(() => window.history.length)).toBe(entries);

  await threshold.fill(before);
  await page.goForward();
  await at("members");
  await page.goBack();
  await at("tiers");
  await page.goBack();
  await at("approvals");
  await page.goForward();
  await at("tiers");

  // Left by two steps, it is two steps.
  await threshold.fill("775");
  await page.evaluate(() => window.history.go(-2));
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await at("members");
  await page.goForward();
  await at("approvals");
});

test("a reload keeps the ways back and forward, and a part of the page is an entry too", async ({
  page,
}, info) => {
  await signIn(page, admin());
  await page.goto("/console/members");
  await follow(page, isPhone(info), "等级");
  await expect(page).toHaveURL(/tiers$/);
  await page.reload();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").press("Escape");
  await page.evaluate(() => {
    window.location.hash = "main";
  });
  const threshold = page.getByLabel("累计消费满").nth(1);
  await threshold.fill("774");
  await page.evaluate(() => window.history.go(-2));
  await expect(question(page)).toBeVisible();
  await expect(page).toHaveURL(/tiers#main$/);
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await expect(page).toHaveURL(/members$/);
});

test("reloading asks in the browser’s own words, and only while something is typed", async ({
  page,
}) => {
  await signIn(page, admin());
  await page.goto("/console/tiers");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual([]);
  await page.getByLabel("累计消费满").nth(1).fill("779");
  // The page has heard of it.
  await expect(page.getByRole("button", { name: "查看并发布" })).toBeEnabled();
  await page.reload();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
});

test("a dialog with something typed closes by Escape only after asking; saved, nothing is asked", async ({
  page,
}) => {
  await signIn(page, admin());
  await page.goto("/console/rewards");
  await page.getByRole("button", { name: "新建兑换品" }).click();
  const dialog = page.getByRole("dialog", { name: "新建兑换品" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "新建兑换品" }).click();
  await dialog.getByLabel("中文名", { exact: true }).fill("茶饼");
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "继续编辑" }).click();
  await expect(dialog.getByLabel("中文名", { exact: true })).toHaveValue("茶饼");
  await page.keyboard.press("Escape");
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await expect(dialog).toBeHidden();
});

test("a secret’s time of grace and the closing of an account are asked about too", async ({
  page,
  browser,
}, info) => {
  await signIn(page, admin());
  await page.goto("/console/webhooks");
  const url = `https://hooks.example.com/${info.project.name}/${Date.now()}`;
  await page.getByRole("button", { name: "新建接收地址" }).first().click();
  const form = page.getByRole("dialog", { name: "新建接收地址" });
  await form.getByLabel("地址", { exact: true }).fill(url);
  await form.getByRole("button", { name: "创建" }).click();
  await page.getByRole("button", { name: "我已保存" }).click();
  await page.getByRole("link", { name: url }).click();
  await page.getByRole("button", { name: "更换密钥" }).click();
  const rotate = page.getByRole("dialog", { name: "更换密钥" });
  await rotate.getByLabel("旧密钥继续有效").selectOption("72");
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await expect(rotate).toBeHidden();

  const home = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(home, shopper("silver"));
  await home.goto("/membership/profile");
  await home.getByRole("button", { name: "注销账号" }).click();
  const closing = home.getByRole("dialog");
  await closing.getByRole("textbox").first().fill("M 1");
  await home.keyboard.press("Escape");
  await expect(question(home)).toBeVisible();
  await question(home).getByRole("button", { name: "继续编辑" }).click();
  await expect(closing.getByRole("textbox").first()).toHaveValue("M 1");
});

test("a shopper’s profile and address are asked about too", async ({ page }) => {
  await signIn(page, shopper("silver"));
  await page.goto("/membership");
  const nav = page.getByRole("navigation", { name: "主导航" }).filter({ visible: true });
  await nav.getByRole("link", { name: "我的" }).click();
  await page.getByRole("link", { name: "个人资料" }).click();
  await page.getByLabel("昵称").fill("没存的昵称");
  await page.locator("header").getByRole("link").first().click();
  await expect(question(page)).toBeVisible();
  await question(page).getByRole("button", { name: "继续编辑" }).click();
  await expect(page.getByLabel("昵称")).toHaveValue("没存的昵称");
  await page.goBack();
  await question(page).getByRole("button", { name: "放弃并离开" }).click();
  await expect(page).toHaveURL(/\/membership\/me$/);
});

test("a secret that is shown once goes by its own button alone", async ({ page }, info) => {
  await signIn(page, admin());
  await page.goto("/console/keys");
  await page.getByRole("button", { name: "新建密钥" }).click();
  const form = page.getByRole("dialog", { name: "新建密钥" });
  await form.getByLabel("名称").fill(`一次 ${info.project.name} ${Date.now()}`);
  await form.getByRole("checkbox", { name: /查看会员/ }).check();
  await form.getByRole("button", { name: "创建密钥" }).click();
  const shown = page.getByRole("dialog", { name: "密钥已创建" });
  await expect(shown).toBeVisible();
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await expect(shown.getByRole("button", { name: "关闭" })).toHaveCount(0);
  await expect(shown.getByLabel("密钥", { exact: true })).toHaveValue(/^msk_/);
  await shown.getByRole("button", { name: "我已保存" }).click();
  await expect(shown).toBeHidden();
});

test("Enter opens whom the field names now, however fast it is pressed", { tag: "@once" }, async ({
  page,
}) => {
  await signIn(page, operator());
  await page.goto("/console/members");
  // Slow answers are the ones that arrive too late.
  await page.route("**/api/trpc/search.find**", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  const palette = page.getByRole("dialog", { name: "查找" });
  // Before the page listens the keys open nothing.
  await expect(async () => {
    if (!(await palette.isVisible())) await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const field = palette.getByRole("combobox");
  await field.fill("demo-silver");
  await expect(page.getByRole("option").filter({ hasText: "demo-silver" }).first()).toBeVisible();
  await field.fill("demo-gold");
  await field.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/console/members/${shopper("gold").memberId}$`));
});
