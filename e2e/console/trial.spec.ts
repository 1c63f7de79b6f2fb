import {
  expectAccessible,
  expectNoSidewaysScroll,
  operator,
  type SignIn,
  shopper,
  signIn,
  watchErrors,
} from "../support";
import { expect, type Page, test } from "../test";

async function openAs(page: Page, person: SignIn, path: string): Promise<void> {
  await signIn(page, person);
  await page.goto(path);
}

test("tells what a member's orders would bring under another version, and leads to what it says", async ({
  page,
}) => {
  const errors = watchErrors(page);
  const { memberId } = shopper("gold");
  await openAs(page, operator(), `/console/members/${memberId}?tab=trial`);
  const panel = page.getByRole("region", { name: "规则试算" });
  await expect(panel.getByText("选择一个规则版本")).toBeVisible();
  await panel.getByLabel("规则版本").selectOption({ index: 1 });
  await expect(panel.getByText(/当时实得|最近 90 天没有订单/).first()).toBeVisible();

  await panel.getByRole("button", { name: "添加商品行" }).click();
  const line = panel.getByRole("group", { name: "商品行 1" });
  await line.getByLabel("类目").fill("鞋");
  await line.getByLabel("单价（元）").fill("300");
  await panel.getByRole("button", { name: "试算" }).click();
  const whole = panel.getByRole("table", { name: "试算一笔订单" });
  await expect(whole.getByRole("row", { name: /可得积分/ })).toBeVisible();
  await expect(
    panel.getByRole("table", { name: "逐行比较" }).getByRole("row", { name: /SKU-1 × 1/ }),
  ).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.goto(`/console/members/${memberId}?tab=explain`);
  await page
    .getByRole("list", { name: "逐笔流水" })
    .getByRole("link", { name: /^规则版本 \d+$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/console\/program\/versions\/\d+$/);
  await expect(page.getByRole("heading", { name: /^第 \d+ 版规则$/ })).toBeVisible();
  await expectAccessible(page);
  errors();
});
