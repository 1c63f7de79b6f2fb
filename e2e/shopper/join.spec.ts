import { codeTo, messageTo, someEmail, somePhone } from "../outbox";
import { friend } from "../shop";
import {
  API,
  expectAccessible,
  expectEachAccessible,
  expectNoSidewaysScroll,
  lookOf,
  prefer,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

const PASSWORD = "seven brave otters hum";
const OTHER = "nine quiet herons dance";

/** Signs up with a fresh address, on this page. */
async function join(page: Page, contact: string, sentTo: string, password = ""): Promise<void> {
  await page.goto("/join");
  await signUp(page, contact, sentTo, password);
}

async function signUp(page: Page, contact: string, sentTo: string, password = ""): Promise<void> {
  await page.getByLabel("邮箱或手机号").fill(contact);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByLabel("验证码", { exact: true })).toBeFocused();
  await page.getByLabel("验证码", { exact: true }).fill(await codeTo(page, sentTo));
  await page.getByLabel("昵称（可选）").fill("新朋友");
  if (password) await page.getByLabel("密码（可选）", { exact: true }).fill(password);
  await page.getByRole("button", { name: "完成注册" }).click();
  // Not the address that only asks for it afterwards.
  await expect(page).toHaveURL(/\/\/[^/]+\/membership$/);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /显示与账号/ }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

test("a shopper signs up by phone without a password, and comes back by a code", async ({
  page,
}) => {
  const noErrors = watchErrors(page);
  const phone = somePhone();
  await join(page, `${phone.slice(0, 3)} ${phone.slice(3)}`, `+86${phone}`);
  await expect(page.getByRole("region", { name: /会员卡：注册会员/ })).toBeVisible();
  await signOut(page);

  await page.getByText("验证码登录").click();
  await page.getByLabel("邮箱或手机号").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  // Within a minute of the code that they signed up by, which was for another purpose.
  const code = page.getByLabel("验证码", { exact: true });
  await code.fill("12345");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(code).toHaveAccessibleDescription("请填写 6 位数字验证码。");
  await code.fill(await codeTo(page, `+86${phone}`));
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  noErrors();
});

test("a shopper signs up by e-mail with a password, forgets it and sets another", async ({
  page,
}) => {
  const email = someEmail();
  await join(page, email, email, PASSWORD);
  await signOut(page);

  await page.getByRole("link", { name: "忘记密码？" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "重设密码" })).toBeVisible();
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("新密码", { exact: true }).fill("password1234");
  const code = page.getByLabel("验证码", { exact: true });
  await code.fill(await codeTo(page, email));
  await page.getByRole("button", { name: "重设密码并登录" }).click();
  await expect(page.getByText("这个密码太容易猜到，请换一个更长的。")).toBeVisible();
  await page.getByLabel("新密码", { exact: true }).fill(OTHER);
  await page.getByRole("button", { name: "重设密码并登录" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  expect((await messageTo(page, email)).text).toContain("密码已修改");
  await signOut(page);

  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByLabel("密码", { exact: true }).fill(OTHER);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/membership$/);
});

test("who follows a friend’s link comes by it, and the friend sees so", async ({
  page,
  browser,
}, info) => {
  const errors = watchErrors(page);
  const inviter = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(inviter, friend(info, 3));
  const { link, shownName } = await (await inviter.request.get(`${API}/invitations`)).json();
  const { pathname, search } = new URL(link);
  await page.goto(`${pathname}${search}`);
  await expect(page.getByText(`${shownName} 邀请你加入会员`)).toBeVisible();
  await page.getByRole("link", { name: "免费注册" }).click();
  await expect(page).toHaveURL(/\/join\?next=\/membership$/);
  await expect(page.getByText(`${shownName} 邀请你加入会员`)).toBeVisible();
  await expectAccessible(page);
  const email = someEmail();
  await signUp(page, email, email);
  const kept = await page.context().cookies();
  expect(kept.filter(({ name }) => name.endsWith("member-system.invite"))).toEqual([]);
  await page.goto("/membership/invite");
  await expect(page.getByText("你由好友邀请加入：首单满 ¥50 后得 100 积分。")).toBeVisible();
  await inviter.goto("/membership/me");
  await inviter.getByRole("link", { name: /邀请好友.*已邀请 \d+ 人/ }).click();
  const came = inviter.getByRole("region", { name: "邀请记录" }).getByRole("listitem");
  await expect(came.first()).toContainText(/新\*\*.*待首单/);
  await inviter.context().close();
  errors();
});

test("a code that a friend said is typed, and one that is none is told so", {
  tag: "@once",
}, async ({ page }) => {
  await page.goto("/join?next=/membership/mall");
  await page.getByText("有邀请码？").click();
  await page.getByLabel("邀请码").fill("3467");
  await page.getByRole("button", { name: "使用" }).click();
  await expect(page.getByLabel("邀请码")).toHaveAccessibleDescription(/邀请码不完整/);
  await expectAccessible(page);
  await page.getByLabel("邀请码").fill("3467-9acd-efgh-jkmn-pq");
  await page.getByRole("button", { name: "使用" }).click();
  // Whether it is anybody's code is told to nobody.
  await expect(page.getByText("好友邀请你加入会员")).toBeVisible();
  await expect(page.getByText("34679ACDEFGHJKMNPQ")).toBeVisible();
  await page.goto("/tiers");
  await expect(page.getByText("34679ACDEFGHJKMNPQ")).toBeVisible();
});

test("who has an account already is told so by a message, not by the page", {
  tag: "@once",
}, async ({ page }) => {
  const email = someEmail();
  await join(page, email, email);
  await signOut(page);
  await page.goto("/join");
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByRole("status").filter({ hasText: "验证码已发送到" })).toBeVisible();
  expect((await messageTo(page, email)).text).toContain("已经有账号了");
});

test("a wrong code is refused in place, and the right one still works", async ({ page }) => {
  const email = someEmail();
  await page.goto("/join");
  await page.getByLabel("邮箱或手机号").fill("name@");
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByText("请填写正确的邮箱或手机号。")).toBeVisible();
  await page.getByLabel("邮箱或手机号").fill(email);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const right = await codeTo(page, email);
  const code = page.getByLabel("验证码", { exact: true });
  await code.fill(right === "000000" ? "000001" : "000000");
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(code).toHaveAccessibleDescription(/验证码不对、已用过或已过期/);
  await expect(code).toBeFocused();
  await code.fill(right);
  await page.getByRole("button", { name: "完成注册" }).click();
  await expect(page).toHaveURL(/\/membership$/);
});

test("a member sees where they are signed in, signs out elsewhere and changes the password", async ({
  page,
  browser,
}) => {
  const email = someEmail();
  await join(page, email, email, PASSWORD);
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto("/sign-in");
  await elsewhere.getByLabel("邮箱或手机号").fill(email);
  await elsewhere.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole("button", { name: "登录" }).click();
  await expect(elsewhere).toHaveURL(/\/membership$/);

  await page.goto("/membership/profile");
  await page.getByRole("link", { name: "登录与安全" }).click();
  await expect(page.getByText("当前设备")).toBeVisible();
  await page.getByRole("button", { name: "退出其他设备" }).click();
  await expect(page.getByText("没有其他设备登录。")).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in\?next=/);

  await page.getByLabel("当前密码", { exact: true }).fill("not the password");
  await page.getByLabel("新密码", { exact: true }).fill(OTHER);
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(page.getByLabel("当前密码", { exact: true })).toHaveAccessibleDescription(
    "当前密码不正确。",
  );
  await page.getByLabel("当前密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(toasts(page).getByText("密码已修改，其他设备已退出登录。")).toBeVisible();
  await elsewhere.context().close();
});

test("the pages for coming in are in nobody’s way", async ({ page }, info) => {
  const [email, look] = [someEmail(), lookOf(info)];
  await join(page, email, email, PASSWORD);
  await prefer(page, look);
  await expectEachAccessible(page, ["/membership/security", "/dev/outbox", "/reset"]);
  await page.context().clearCookies();
  await prefer(page, look);
  await expectEachAccessible(page, ["/join", "/sign-in"]);
  await page.goto("/join");
  const isEnglish = look.locale === "en";
  await page.getByLabel(isEnglish ? "Email or phone" : "邮箱或手机号").fill(someEmail());
  await page.getByRole("button", { name: isEnglish ? "Send code" : "获取验证码" }).click();
  await page.getByRole("button", { name: isEnglish ? "Sign up" : "完成注册" }).click();
  await expect(page.locator("[aria-invalid=true]")).toBeFocused();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
