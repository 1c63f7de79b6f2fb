import {
  admin,
  expectAccessible,
  expectEachAccessible,
  expectNoSidewaysScroll,
  lookOf,
  operator,
  prefer,
  shopper,
  signIn,
  walksOf,
} from "../support";
import { expect, test } from "../test";

// Several pages a test.
test.describe.configure({ timeout: 180_000 });

const member = "/console/members/:memberId";
const pages = [
  "/console",
  "/console/figures",
  "/console/members",
  "/console/till",
  "/console/segments",
  "/console/tiers",
  "/console/program",
  "/console/benefits",
  "/console/activities",
  "/console/activities/new",
  "/console/activities/1",
  "/console/rewards",
  "/console/coupons",
  "/console/fulfilment",
  "/console/fulfilment?status=SHIPPED",
  "/console/fulfilment?scan=1",
  "/console/fulfilment/carriers",
  "/console/audit",
  member,
  ...[
    "lots",
    "tiers",
    "orders",
    "benefits",
    "redemptions",
    "activities",
    "notes",
    "consents",
    "audit",
  ].map((tab) => `${member}?tab=${tab}`),
];

for (const walk of walksOf(pages)) {
  test(`${walk.at(0)} and ${walk.length - 1} more are in nobody's way`, async ({ page }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, operator());
    const memberId = shopper("gold").memberId ?? "";
    const paths = walk.map((path) => path.replace(":memberId", memberId));
    await expectEachAccessible(page, paths);
  });
}

test("what only admins see is in nobody's way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, admin());
  await expectEachAccessible(page, ["/console/keys", "/console/operators"], async () => {
    // Beside the operators stand those who are just being invited.
    await expect(page.getByRole("table").first()).toBeVisible();
  });
  await expectEachAccessible(page, ["/console/webhooks", "/console/consents"]);
  await expectEachAccessible(page, ["/console/tiers", "/console/program"], async () => {
    const publish = page.getByRole("button", { name: /^(查看并发布|Review and publish)$/ });
    await expect(publish).toBeVisible();
  });
});

test("the pages of a draft and of a version are in nobody's way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, admin());
  await page.goto("/console/drafts");
  await page.getByRole("button", { name: /^(新建草稿|New draft)$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^(名称|Name)$/).fill("Three tiers");
  await dialog.getByLabel(/^(起点|Start from)$/).selectOption("THREE_TIERS");
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: /^(新建|Create draft)$/ }).click();
  await expect(page).toHaveURL(/drafts\/\d+$/);
  const draftId = page.url().split("/").at(-1);
  await expectEachAccessible(page, [
    `/console/drafts/${draftId}`,
    `/console/drafts/${draftId}/rules`,
    `/console/drafts/${draftId}/tiers`,
    `/console/drafts/${draftId}/benefits`,
    "/console/program/versions/1",
  ]);
  await page.goto(`/console/drafts/${draftId}`);
  await page.getByRole("button", { name: /^(废弃|Discard)$/ }).click();
  await expect(page.getByText(/^(已废弃|Discarded)$/)).toBeVisible();
});

test("the dialogs are in nobody's way", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  for (const name of ["编辑资料", "调整积分", "设置等级", "冻结"]) {
    await page.getByRole("group", { name: "操作" }).getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("the dialogs of the shelf, the benefits and the palette are in nobody's way", async ({
  page,
}, info) => {
  await prefer(page, lookOf(info));
  // Benefits are of the program, which admins change.
  await signIn(page, admin());
  for (const [path, opener] of [
    ["/console/benefits", /^(新建权益|New benefit)$/],
    ["/console/rewards", /^(新建兑换品|New reward)$/],
    ["/console/rewards", /^(调整库存|Adjust stock)/],
    ["/console/fulfilment", /^(发货|Ship)(?!ped)/],
    ["/console/members", /^(查找会员、订单、页面…|Search…)$/],
  ] as const) {
    await test.step(`${path} ${opener.source}`, async () => {
      await page.goto(path);
      await page.getByRole("button", { name: opener }).first().click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessible(page, '[role="dialog"]');
      await expectNoSidewaysScroll(page);
    });
  }
});
