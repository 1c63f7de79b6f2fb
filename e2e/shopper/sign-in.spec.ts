import { operator, shopper, signIn } from "../support";
import { expect, test } from "../test";

test("sends a guest to sign in and brings them back to what they wanted", async ({ page }) => {
  const { email, password } = shopper("gold");
  await page.goto("/membership");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fmembership$/);
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  await expect(page.getByRole("region", { name: /会员卡：金牌会员/ })).toBeVisible();
});

test("brings an operator to the console", async ({ page }) => {
  const { email, password } = operator();
  await page.goto("/sign-in");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByLabel("密码", { exact: true }).press("Enter");
  await expect(page).toHaveURL(/\/console$/);
  await expect(page.getByRole("heading", { level: 1, name: "今日" })).toBeVisible();
});

test("says in place what is missing and what is wrong, and keeps what was typed", async ({
  page,
}) => {
  await page.goto("/sign-in");
  const email = page.getByLabel("邮箱");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByText("请填写邮箱或手机号。")).toBeVisible();
  await expect(email).toBeFocused();
  await expect(email).toHaveAccessibleDescription("请填写邮箱或手机号。");

  await email.fill("nobody@demo.test");
  await page.getByLabel("密码", { exact: true }).fill("not-the-password");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert").getByText("账号或密码不正确")).toBeVisible();
  await expect(email).toHaveValue("nobody@demo.test");
});

test("never leaves the site after signing in", { tag: "@once" }, async ({ page }) => {
  const { email, password } = shopper("silver");
  await page.goto("/sign-in?next=//elsewhere.example/membership");
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  expect(new URL(page.url()).hostname).not.toBe("elsewhere.example");
});

test("signing out ends the session, also for whoever kept the cookie", { tag: "@once" }, async ({
  page,
}) => {
  await signIn(page, shopper("registered"));
  await page.goto("/membership");
  const kept = await page.context().cookies();
  await page.getByRole("button", { name: /显示与账号/ }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);

  await page.context().addCookies(kept);
  await page.goto("/membership");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("keeps what is typed before the page listens out of the address", { tag: "@once" }, async ({
  page,
}) => {
  const { email, password } = shopper("bronze");
  await page.route("**/_next/static/**/*.js", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("邮箱").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  const submit = page.getByRole("button", { name: "登录" });
  await expect(submit).toBeDisabled();
  expect(new URL(page.url()).search).toBe("");
  await submit.click();
  await expect(page).toHaveURL(/\/membership$/);
});

test("nothing moves away from under a finger when the page begins to listen", async ({ page }) => {
  let listen = () => {};
  const held = new Promise<void>((resolve) => {
    listen = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/sign-in", { waitUntil: "commit" });
  const link = page.getByRole("link", { name: "忘记密码？" });
  await expect(link).toBeVisible();
  await page.waitForFunction(() => document.fonts.status === "loaded");
  const before = await link.boundingBox();
  listen();
  await expect(page.getByRole("button", { name: "使用通行密钥" })).toBeVisible();
  expect(await link.boundingBox()).toEqual(before);
});
