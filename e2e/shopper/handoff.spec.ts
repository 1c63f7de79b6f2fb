import { tokenOf } from "../other-shop";
import { API, demo, expectAccessible, shopper, signIn } from "../support";
import { type APIRequestContext, expect, test } from "../test";

/** What the shop's own server does when a signed-in customer clicks on "my membership". */
async function link(request: APIRequestContext, tier: "gold" | "silver", to?: string) {
  const answer = await request.post(`${API}/sessions/handoff`, {
    headers: { authorization: `Bearer ${demo().serviceKey}` },
    data: { memberId: shopper(tier).memberId, ...(to && { to }) },
  });
  expect(answer.status()).toBe(200);
  const { pathname, search, hash } = new URL((await answer.json()).link);
  return `${pathname}${search}${hash}`;
}

test("the shop’s link opens the member’s pages signed in, once", async ({
  page,
  request,
  browser,
}) => {
  const path = await link(request, "gold");
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: /的身份进入？/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "是我，进入" }).click();
  await expect(page).toHaveURL(/\/membership$/);
  await expect(page.getByRole("region", { name: /会员卡：金牌会员/ })).toBeVisible();

  const another = await browser.newContext();
  const second = await another.newPage();
  await second.goto(path);
  await expect(second.getByRole("heading", { level: 1, name: "链接已失效" })).toBeVisible();
  expect(second.url()).not.toContain("#");
  await expectAccessible(second);
  await second.getByRole("link", { name: "去登录" }).click();
  await expect(second).toHaveURL(/\/sign-in\?next=%2Fmembership$/);
  await another.close();
});

test("says so where the link has no code at all", { tag: "@once" }, async ({ page }) => {
  await page.goto("/handoff");
  await expect(page.getByRole("heading", { level: 1, name: "链接已失效" })).toBeVisible();
  await expectAccessible(page);
});

test("leads to the page that the shop named, and asks a browser once", async ({
  page,
  request,
  context,
}) => {
  await page.goto(await link(request, "silver", "/membership/inbox"));
  await page.getByRole("button", { name: "是我，进入" }).click();
  await expect(page).toHaveURL(/\/membership\/inbox$/);

  await context.clearCookies({ name: "next-auth.session-token" });
  await page.goto(await link(request, "silver", "/membership/inbox"));
  await expect(page).toHaveURL(/\/membership\/inbox$/);
});

test("is made by the page itself with the customer’s JWT, and opens their pages as well", async ({
  page,
  request,
}) => {
  const headers = { authorization: `Bearer ${tokenOf(shopper("silver").externalId ?? "")}` };
  const answer = await request.post(`${API}/sessions/handoff`, { headers, data: {} });
  expect(answer.status()).toBe(200);
  const { pathname, search, hash } = new URL((await answer.json()).link);
  await page.goto(`${pathname}${search}${hash}`);
  await page.getByRole("button", { name: "是我，进入" }).click();
  await expect(page.getByRole("region", { name: /会员卡：银牌会员/ })).toBeVisible();

  const named = { externalId: shopper("gold").externalId };
  const others = await request.post(`${API}/sessions/handoff`, { headers, data: named });
  expect(others.status()).toBe(403);
  const ended = { authorization: `Bearer ${tokenOf("demo-silver", -300)}` };
  const late = await request.post(`${API}/sessions/handoff`, { headers: ended, data: {} });
  expect(late.status()).toBe(401);
});

test("leads to pages that no frame may show, signed in or not", { tag: "@once" }, async ({
  page,
}) => {
  const policies = async () => {
    const headers = (await page.request.get("/membership")).headers();
    return [headers["x-frame-options"], headers["content-security-policy"]];
  };
  const refused = ["DENY", expect.stringContaining("frame-ancestors 'none'")];
  expect(await policies()).toEqual(refused);
  await signIn(page, shopper("bronze"));
  expect(await policies()).toEqual(refused);
});

test("asks whoever is signed in already before it makes them somebody else", async ({
  page,
  request,
}) => {
  await signIn(page, shopper("silver"));
  await page.goto(await link(request, "gold"));
  await expect(page.getByRole("heading", { level: 1, name: /当前已登录：/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /继续使用/ }).click();
  await expect(page.getByRole("region", { name: /会员卡：银牌会员/ })).toBeVisible();

  await page.goto(await link(request, "gold"));
  await page.getByRole("button", { name: "换用商城账号进入" }).click();
  await expect(page.getByRole("region", { name: /会员卡：金牌会员/ })).toBeVisible();
});
