import {
  API,
  demo,
  expectAccessible,
  expectNoSidewaysScroll,
  lookOf,
  operator,
  prefer,
  signIn,
  toasts,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

const serial = () => `${Date.now()}${Math.floor(Math.random() * 1e6)}`;

/** Somebody whom the shop knows, with what they paid in yuan. */
async function shopper(page: Page, nickname: string, yuan: number) {
  const headers = { authorization: `Bearer ${demo().serviceKey}` };
  const externalId = `twin-${serial()}`;
  const made = await page.request.post(`${API}/members`, {
    headers,
    data: { externalId, nickname },
  });
  expect(made.status()).toBe(201);
  const { memberId, memberCode } = (await made.json()) as Record<string, string>;
  const paid = await page.request.post(`${API}/points/earn`, {
    headers,
    data: { memberId, event: "PURCHASE", referenceId: `o-${serial()}`, amountMinor: yuan * 100 },
  });
  expect(paid.ok()).toBe(true);
  return { memberId: memberId ?? "", memberCode: memberCode ?? "", nickname, externalId };
}

test("finds the other one, shows both and what they will be, and merges them", async ({
  page,
}, info) => {
  const errors = watchErrors(page);
  await prefer(page, lookOf(info));
  await signIn(page, operator());
  const [into, from] = [
    await shopper(page, "双胞胎甲", 1500),
    await shopper(page, `双胞胎乙${serial()}`, 600),
  ];
  await page.goto(`/console/members/${into.memberId}`);
  await page.getByRole("link", { name: /^(合并会员|Merge)$/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/合并会员|Merge members/);
  await expectAccessible(page);
  await page.getByRole("searchbox").fill(from.externalId);
  await page.getByRole("button", { name: /^(查找|Find)$/ }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: from.nickname }).click();

  const table = page.getByRole("table", { name: /合并预览|Preview/ });
  await expect(table).toContainText(from.memberCode);
  await expect(table).toContainText(into.memberCode);
  const available = table.getByRole("row", { name: /可用积分|Available/ });
  await expect(available).toContainText("600");
  await expect(available).toContainText("1,500");
  await expect(available).toContainText("2,100");
  // ¥600 and ¥1,500 are BRONZE each, and SILVER together.
  const tier = table
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: /(^|\s)(等级|Tier)$/ }) });
  await expect(tier).toContainText(/银牌会员|Silver/);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: /^(合并|Merge)$/ }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("textbox").fill("顾客出示了两个账号");
  await dialog.getByRole("button", { name: /^(确认合并|Merge)$/ }).click();
  await expect(toasts(page).getByText(/已合并|Members merged/)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/console/members/${into.memberId}$`));
  await expect(page.getByText(/自被合并会员转入|Moved from the merged membership/)).toBeVisible();
  const gone = page.getByRole("link", { name: new RegExp(from.memberCode.slice(-4)) });
  await expect(gone).toBeVisible();
  await gone.click();
  await expect(page.getByText(/已注销|Closed/).first()).toBeVisible();
  await page.getByRole("link", { name: /查看承接的会员|View the member who stayed/ }).click();
  await expect(page).toHaveURL(new RegExp(`/console/members/${into.memberId}$`));
  errors();
});

test("says why two can't be merged, and offers to keep the other", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, operator());
  const [into, from] = [await shopper(page, "冻结甲", 10), await shopper(page, "冻结乙", 10)];
  await page.goto(`/console/members/${from.memberId}`);
  const acts = page.getByRole("group", { name: /操作|Actions/ });
  await acts.getByRole("button", { name: /^(冻结|Freeze)$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("核实中");
  await dialog.getByRole("button", { name: /^(确认冻结|Freeze)$/ }).click();
  await expect(dialog).toBeHidden();
  await page.goto(`/console/members/${into.memberId}/merge?from=${from.memberId}`);
  const refused = page.getByRole("region", { name: /目前无法合并|Can’t be merged now/ });
  await expect(refused).toContainText(from.memberCode);
  await expect(page.getByRole("button", { name: /^(合并|Merge)$/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: /改为保留另一个|Keep the other one/ }).click();
  await expect(page).toHaveURL(
    new RegExp(`/members/${from.memberId}/merge\\?from=${into.memberId}$`),
  );
});
