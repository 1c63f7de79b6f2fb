import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { demo, expectAccessible, expectNothingSticksOut, shopper } from "../support";

/** A page of another shop, on an origin of its own, with nothing but the script and the element. */
function shopPage(home: string, element: string): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>小店</title>
    <meta name="viewport" content="width=device-width"><script src="${home}/embed.js" defer></script>
    </head><body style="margin:16px"><main><h1>小店</h1>${element}</main></body></html>`;
}

/** As the shop's identity provider would sign it. */
function tokenOf(externalId: string, expiresInSeconds = 600): string {
  const { secret, issuer, audience } = demo().memberJwt;
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: audience, sub: externalId, iat: now - 1200 };
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { ...claims, exp: now + expiresInSeconds },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = createHmac("sha256", secret).update(signed.join(".")).digest("base64url");
  return [...signed, signature].join(".");
}

test.describe("the card on another shop's page", () => {
  let server: Server;
  let address: string;
  let body = "";

  test.beforeAll(async () => {
    server = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      // As strict as a shop may be about scripts and styles of others.
      response.setHeader(
        "Content-Security-Policy",
        `default-src 'none'; script-src ${demo().url}; connect-src ${demo().url}; style-src 'unsafe-inline'`,
      );
      response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  test.afterAll(() => server.close());

  test("shows tier, points and progress of the token's member", async ({ page }) => {
    const { externalId } = shopper("gold");
    body = shopPage(demo().url, `<member-card token="${tokenOf(externalId ?? "")}"></member-card>`);
    await page.goto(address);
    const card = page.getByRole("group", { name: "会员卡 · 金牌会员" });
    await expect(card).toContainText("可用积分");
    await expect(card).toContainText(/M\d{12}/);
    await expect(page.getByRole("progressbar", { name: "升级钻石会员的进度" })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNothingSticksOut(page);
  });

  test("speaks the language it is told and leads where it is told", async ({ page }) => {
    const token = tokenOf(shopper("silver").externalId ?? "");
    const element = `<member-card locale="en" href="${demo().url}/membership" token="${token}"></member-card>`;
    body = shopPage(demo().url, element);
    await page.goto(address);
    const link = page.getByRole("link", { name: /Points available/ });
    await expect(link).toHaveAttribute("href", `${demo().url}/membership`);
  });

  test("says so when the token has ended, and takes a new one", async ({ page }) => {
    const externalId = shopper("bronze").externalId ?? "";
    const element = `<member-card token="${tokenOf(externalId, -300)}"></member-card>`;
    body = shopPage(demo().url, element);
    await page.goto(address);
    await expect(page.getByText("登录已过期，请重新登录")).toBeVisible();
    await page
      .locator("member-card")
      .evaluate((card, token) => card.setAttribute("token", token), tokenOf(externalId));
    await expect(page.getByRole("group", { name: "会员卡 · 铜牌会员" })).toBeVisible();
  });

  test("asks a visitor without a token to sign in, and sends nothing", async ({ page }) => {
    const calls: string[] = [];
    page.on("request", (request) => calls.push(new URL(request.url()).pathname));
    body = shopPage(demo().url, "<member-card></member-card>");
    await page.goto(address);
    await expect(page.getByText("登录后查看会员权益")).toBeVisible();
    expect(calls.filter((path) => path.startsWith("/api/"))).toEqual([]);
  });
});
