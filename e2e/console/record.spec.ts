import { demo, expectAccessible, isPhone, operator, shopper, signIn, toasts } from "../support";
import { expect, type Page, test } from "../test";

test.describe.configure({ mode: "serial" });

const digits = () => String(Math.floor(Math.random() * 1e8)).padStart(8, "0");

const service = (page: Page) => ({
  headers: { authorization: `Bearer ${demo().serviceKey}` },
  async record(memberId: string) {
    const path = `/api/v1/member-system/members/${memberId}/record`;
    return (await page.request.get(path, { headers: this.headers })).json();
  },
  async update(memberId: string, data: object) {
    const path = `/api/v1/member-system/members/${memberId}`;
    const answer = await page.request.put(path, { headers: this.headers, data });
    expect(answer.status()).toBe(200);
  },
});

const memberIdOf = (page: Page) => /members\/(\d+)/.exec(page.url())?.[1] ?? "";

test("an operator makes a member, is told whose a phone is, and edits under somebody else’s change", async ({
  page,
}) => {
  await signIn(page, operator());
  await page.goto("/console/members");
  await page.getByRole("button", { name: "新增会员" }).click();
  const dialog = page.getByRole("dialog", { name: "新增会员" });
  await dialog.getByRole("button", { name: "新增" }).click();
  await expect(dialog.getByText("请至少填写手机号或邮箱")).toBeVisible();
  await dialog.getByLabel("昵称").fill("新来的客人");
  const phone = `137${digits()}`;
  await dialog.getByLabel("手机号").fill(phone);
  await dialog.getByRole("checkbox", { name: "短信通知" }).check();
  await dialog.getByLabel("登记来源").fill("门店柜台");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: "新增" }).click();
  await expect(toasts(page).getByText("会员已新增")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "新来的客人" })).toBeVisible();
  const memberId = memberIdOf(page);
  await page.getByRole("link", { name: "同意记录" }).click();
  await expect(page.getByRole("region", { name: "同意记录" })).toContainText("同意：短信通知");
  await expect(page.getByRole("region", { name: "同意记录" })).toContainText("门店柜台");

  await page.goto("/console/members");
  await page.getByRole("button", { name: "新增会员" }).click();
  await dialog.getByLabel("手机号").fill(phone);
  await dialog.getByRole("button", { name: "新增" }).click();
  await expect(dialog.getByLabel("手机号")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("手机号")).toBeFocused();

  await page.goto(`/console/members/${memberId}`);
  await page.getByRole("button", { name: "编辑资料" }).click();
  const edit = page.getByRole("dialog", { name: "编辑资料" });
  await edit.getByLabel("昵称").fill("改过的名字");
  await service(page).update(memberId, { email: "Later@Shop.example" });
  await edit.getByRole("button", { name: "保存" }).click();
  await edit.getByRole("button", { name: "加载最新版本" }).click();
  await expect(edit.getByLabel("邮箱")).toHaveValue("later@shop.example");
  await expect(edit.getByLabel("昵称")).toHaveValue("改过的名字");
  // What was typed is not lost unasked.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await page.getByRole("alertdialog").getByRole("button", { name: "继续编辑" }).click();
  await edit.getByRole("button", { name: "保存" }).click();
  await expect(toasts(page).getByText("资料已保存")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "改过的名字" })).toBeVisible();
  expect(await service(page).record(memberId)).toMatchObject({
    nickname: "改过的名字",
    email: "later@shop.example",
    phone: `+86${phone}`,
  });

  // A nickname can be cleared.
  await page.getByRole("button", { name: "编辑资料" }).click();
  await edit.getByLabel("昵称").fill("");
  await edit.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "未填昵称" })).toBeVisible();
});

test("notes are written, changed and removed on a member’s page", async ({ page }, info) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper(isPhone(info) ? "bronze" : "registered").memberId}`);
  await page.getByRole("link", { name: "备注", exact: true }).click();
  const notes = page.getByRole("region", { name: "备注" });
  const words = `来电 ${digits()}`;
  await notes.getByLabel("新备注").fill(`${words}\n第二行`);
  await notes.getByRole("button", { name: "添加备注" }).click();
  const line = notes.getByRole("listitem").filter({ hasText: words });
  await expect(line).toContainText("第二行");
  await expect(notes.getByLabel("新备注")).toHaveValue("");
  await line.getByRole("button", { name: "修改" }).click();
  const edit = page.getByRole("dialog", { name: "修改备注" });
  await edit.getByLabel("备注").fill(`${words}，已回电`);
  await edit.getByRole("button", { name: "保存" }).click();
  await expect(line).toContainText("已回电");
  await expectAccessible(page, "main");
  await line.getByRole("button", { name: "删除" }).click();
  const remove = page.getByRole("dialog", { name: "删除这条备注？" });
  await remove.getByRole("button", { name: "删除" }).click();
  await expect(line).toHaveCount(0);
});

test("a member withdraws a consent, and both sides read when and where", async ({
  page,
  browser,
}, info) => {
  const who = shopper(isPhone(info) ? "bronze" : "registered");
  await signIn(page, who);
  await page.goto("/membership/profile");
  const preferences = page.getByRole("region", { name: "通知偏好" });
  const sms = preferences.getByRole("checkbox", { name: /短信/ });
  for (const [isGiven, said] of [
    [true, "同意 · 会员个人资料页"],
    [false, "撤回 · 会员个人资料页"],
  ] as const) {
    if ((await sms.isChecked()) === isGiven) continue;
    await sms.setChecked(isGiven);
    await page.getByRole("button", { name: "保存" }).click();
    await expect(preferences).toContainText(said);
  }
  await expectAccessible(page, "main");
  const desk = await browser.newPage();
  await signIn(desk, operator());
  await desk.goto(`/console/members/${who.memberId}?tab=consents`);
  const list = desk.getByRole("region", { name: "同意记录" }).getByRole("listitem");
  await expect(list.first()).toContainText("撤回：短信通知");
  await expect(list.first()).toContainText("文字版本 1");
  await desk.close();
});
