import { expectAccessible, operator, shopper, signIn } from "../support";
import { expect, test } from "../test";

test("a correction that waits is seen on the member’s page and is not asked for twice", async ({
  page,
}, info) => {
  const reason = `破损补偿 ${info.project.name} ${Date.now()}`;
  const words = "给您添麻烦了";
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("bronze").memberId}`);
  const ask = async () => {
    await page.getByRole("button", { name: "调整积分" }).click();
    const dialog = page.getByRole("dialog", { name: "调整积分" });
    await dialog.getByLabel("积分").fill("12000");
    await dialog.getByLabel("原因").fill(reason);
    await dialog.getByLabel("给会员的话（可选）").fill(words);
    return dialog;
  };
  const first = await ask();
  await first.getByRole("button", { name: "确认调整" }).click();
  await expect(first).toBeHidden();
  const waiting = page.getByRole("region", { name: /项调整待审批/ });
  await expect(waiting).toContainText("+12,000 积分");
  await expect(waiting).toContainText(reason);
  await page.reload();
  await expect(waiting).toContainText(reason);

  const second = await ask();
  await expect(second.getByText("请先确认是不是同一件事", { exact: false })).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
  await second.getByRole("button", { name: "确认调整" }).click();
  await expect(second.getByText("积分和原因都相同的调整", { exact: false })).toBeVisible();
  await second.getByRole("button", { name: "取消" }).click();

  await page.goto("/console/approvals");
  const request = page.getByRole("listitem").filter({ hasText: reason });
  await expect(request).toHaveCount(1);
  await expect(request.getByRole("link").first()).toContainText(/M\s*\d{6}/);
  await expect(request).toContainText(words);
});

test("a batch that waits is seen on the page of a member it names, with what it says of them", async ({
  page,
}, info) => {
  const { memberId, externalId } = shopper("registered");
  const reason = `批量补发 ${info.project.name} ${Date.now()}`;
  const rows = [`${externalId},20000`, `${externalId},7`, `${shopper("bronze").externalId},1`];
  await signIn(page, operator());
  await page.goto("/console/batches/new");
  await page.getByLabel("CSV 文件").setInputFiles({
    name: "points.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      `externalId,points,note\n${rows.map((row) => `${row},${reason}\n`).join("")}`,
    ),
  });
  await page.getByLabel("原因").fill(reason);
  await page.getByRole("button", { name: "试运行" }).click();
  await page.getByRole("button", { name: "执行 3 行" }).click();
  await expect(page).toHaveURL(/\/console\/batches\/\d+$/);
  const batch = new URL(page.url()).pathname;

  await page.goto(`/console/members/${memberId}`);
  const waiting = page.getByRole("region", { name: /项调整待审批/ });
  const line = waiting.getByRole("listitem").filter({ hasText: reason });
  await expect(line).toContainText("+20,007 积分");
  await expect(line).toContainText("涉及 2 行");
  await expectAccessible(page);
  await line.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`${batch}$`));

  await page.goto("/console/approvals");
  const request = page.getByRole("listitem").filter({ hasText: reason });
  await request.getByText("查看明细行").click();
  await expect(request.getByRole("table").getByRole("row")).toHaveCount(4);
  await expectAccessible(page);
});

test("a member reads the words that are for them, and not the reason", async ({
  page,
  browser,
}, info) => {
  const reason = `内部：投诉三次 ${info.project.name} ${Date.now()}`;
  const words = `谢谢理解 ${info.project.name} ${Date.now()}`;
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("bronze").memberId}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  const dialog = page.getByRole("dialog", { name: "调整积分" });
  await dialog.getByLabel("积分").fill("3");
  await dialog.getByLabel("原因").fill(reason);
  await dialog.getByLabel("给会员的话（可选）").fill(words);
  await dialog.getByRole("button", { name: "确认调整" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: reason }).first()).toContainText(words);

  const home = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await signIn(home, shopper("bronze"));
  await home.goto("/membership/history");
  await expect(home.getByText(words, { exact: false })).toBeVisible();
  await expect(home.getByText("投诉三次", { exact: false })).toHaveCount(0);
  await home.context().close();
});
