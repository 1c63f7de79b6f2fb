import { afterEach, describe, expect, it } from "vitest";
import { env } from "@/env";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { ADMIN, as, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";

const admin = () => as(ADMIN).brand;

async function change(fields: object) {
  const setting = await admin().setting({});
  return admin().setSetting({ ...setting, name: named("素心", "Suxin"), ...fields });
}

const named = (own: string, en: string) => ({ "zh-CN": own, en });

describe("the shop’s brand", () => {
  useDatabase();
  afterEach(() => {
    env().MEMBER_SYSTEM_ENV = "development";
  });

  it("is read by everybody and changed by admins, who leave a trace of what it was", async () => {
    const before = await admin().setting({});
    const saved = await change({
      seal: "素心",
      accent: "#1d5c8f",
      shopUrl: "https://shop.example/",
    });
    expect(saved).toMatchObject({ seal: "素心", accent: "#1d5c8f", revision: before.revision + 1 });
    const { revision: _, ...shown } = saved;
    expect(await as(ANONYMOUS).brand.current({})).toEqual(shown);
    const [entry] = await reader.rows<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE action = 'brand.setSetting' ORDER BY id DESC LIMIT 1",
    );
    expect(JSON.parse(entry?.after ?? "{}")).toMatchObject({ accent: "#1d5c8f" });
    expect(JSON.parse(entry?.before ?? "{}")).toMatchObject({ accent: before.accent });
    await expect(as(OPERATOR).brand.setting({})).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });

  it.each(["javascript:alert('{code}')", "data:text/html,{code}", "https://{code}.thief.example/"])(
    "leads no coupon to %s",
    async (couponUrl) => {
      await expect(change({ couponUrl })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
      });
    },
  );

  it("leads coupons where the shop says", async () => {
    const couponUrl = "https://shop.example/use?c={code}";
    expect(await change({ couponUrl })).toMatchObject({ couponUrl });
    expect(await as(ANONYMOUS).brand.current({})).toMatchObject({ couponUrl });
  });

  it("has an address for orders that nobody has set, and everybody sees once it is", async () => {
    expect(await as(ANONYMOUS).brand.current({})).toMatchObject({ orderUrl: null });
    const orderUrl = "https://shop.example/orders/{orderId}";
    await change({ orderUrl });
    expect(await as(ANONYMOUS).brand.current({})).toMatchObject({ orderUrl });
  });

  it("of two who change it at once has one, and tells the other", async () => {
    const setting = { ...(await admin().setting({})), name: named("素", "Su") };
    const both = await Promise.allSettled(
      ["#112233", "#445566"].map((accent) => admin().setSetting({ ...setting, accent })),
    );
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const lost = both.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ domainCode: "VERSION_CONFLICT" });
  });

  it.each([
    ["an accent that is a word", { accent: "red" }],
    ["an accent that goes on", { accent: "#112233;x" }],
    ["a seal of three", { seal: "素心堂" }],
    ["a seal of nothing one sees", { seal: "\u200b" }],
    ["a seal that turns what stands beside it", { seal: "\u202e" }],
    ["a link that runs", { supportUrl: "javascript:alert(1)" }],
    ["a link to a file", { privacyUrl: "file:///etc/passwd" }],
    ["a name of nothing", { name: named(" ", "Su") }],
    ["an address of orders without their number", { orderUrl: "https://shop.example/orders" }],
    ["orders that are a host", { orderUrl: "https://{orderId}.example/" }],
  ])("refuses %s", async (_, fields) => {
    await expect(change(fields)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("has orders without encryption only where it is developed on", async () => {
    const orderUrl = "http://shop.example/orders/{orderId}";
    expect(await change({ orderUrl })).toMatchObject({ orderUrl });
    env().MEMBER_SYSTEM_ENV = "production";
    await expect(change({ orderUrl })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [expect.objectContaining({ path: "orderUrl" })],
    });
    await change({ orderUrl: null });
  });
});
