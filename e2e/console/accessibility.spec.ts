import { expect, test } from "@playwright/test";
import {
  admin,
  expectAccessible,
  expectNoSidewaysScroll,
  lookOf,
  operator,
  prefer,
  shopper,
  signIn,
} from "../support";

const member = "/console/members/:memberId";
const pages = [
  "/console",
  "/console/members",
  "/console/tiers",
  "/console/program",
  "/console/benefits",
  "/console/activities",
  "/console/activities/new",
  "/console/activities/1",
  "/console/rewards",
  "/console/fulfilment",
  "/console/fulfilment?status=SHIPPED",
  "/console/audit",
  member,
  ...["lots", "tiers", "orders", "benefits", "redemptions", "activities", "audit"].map(
    (tab) => `${member}?tab=${tab}`,
  ),
];

for (const path of pages) {
  test(`${path} is in nobody's way`, async ({ page }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, operator());
    await page.goto(path.replace(":memberId", shopper("gold").memberId ?? ""));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

for (const path of ["/console/keys", "/console/operators"]) {
  test(`${path} is in no admin's way`, async ({ page }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, admin());
    await page.goto(path);
    await expect(page.getByRole("table")).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

for (const path of ["/console/tiers", "/console/program"]) {
  test(`${path} is in no publisher's way`, async ({ page }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, admin());
    await page.goto(path);
    await expect(
      page.getByRole("button", { name: /^(查看并发布|Review and publish)$/ }),
    ).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

test("/console/webhooks is in no admin's way", async ({ page }, info) => {
  await prefer(page, lookOf(info));
  await signIn(page, admin());
  await page.goto("/console/webhooks");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});

test("the dialogs are in nobody's way", async ({ page }) => {
  await signIn(page, operator());
  await page.goto(`/console/members/${shopper("gold").memberId}`);
  for (const name of ["调整积分", "设置等级", "冻结"]) {
    await page.getByRole("group", { name: "操作" }).getByRole("button", { name }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

for (const [path, opener] of [
  ["/console/benefits", /^(新建权益|New benefit)$/],
  ["/console/rewards", /^(新建商品|New reward)$/],
  ["/console/rewards", /^(改库存|Stock)/],
  ["/console/fulfilment", /^(发货|Ship)(?!ped)/],
  ["/console/members", /^(查找会员、页面…|Find…)$/],
] as const) {
  test(`what ${opener.source} on ${path} opens is in nobody's way`, async ({ page }, info) => {
    await prefer(page, lookOf(info));
    await signIn(page, operator());
    await page.goto(path);
    await page.getByRole("button", { name: opener }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await expectNoSidewaysScroll(page);
  });
}
