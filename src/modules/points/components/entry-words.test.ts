import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import type { Locale } from "@/i18n/config";
import en from "@/i18n/messages/en/points.json";
import zh from "@/i18n/messages/zh-CN/points.json";
import { formatsOf } from "@/i18n/use-formats";
import { type Entry, entryWordsBy } from "./entry-words";

const now = new Date("2026-11-29T04:00:00Z");

function wordsIn(locale: Locale) {
  const messages = { points: (locale === "en" ? en : zh) as typeof zh };
  const of = { locale, messages };
  return entryWordsBy({
    t: createTranslator({ ...of, namespace: "points.entry" }),
    tSum: createTranslator({ ...of, namespace: "points.reckoned" }),
    tActivity: createTranslator({ ...of, namespace: "points.activityOn" }),
    format: formatsOf({ locale, timeZone: "Asia/Shanghai", now }),
  });
}

function line(fields: Partial<Entry>): Entry {
  return {
    ...{ id: "1", type: "EARN", referenceType: "ORDER", referenceId: "A1", points: 0 },
    ...{ balanceAfter: 0, reason: null, memberNote: null, breakdown: null, expiresAt: null },
    createdAt: "2026-11-27T04:30:00Z",
    ...fields,
  };
}

const gold = { code: "GOLD", multiplierPct: 150, name: "金牌会员" };
const paid = { orderId: "A1", paidAmountMinor: 33_960, base: 339, tier: gold };
const week = {
  id: "7",
  title: "双倍积分周",
  titleEn: "Double week",
  multiplierPct: 200,
  points: 509,
};

describe("why a line of the ledger is what it is", () => {
  it.each([
    [
      { points: 1017, breakdown: { ...paid, activity: week } },
      "339 元 × 1.5 金牌会员 × 2 双倍积分周 = 1,017",
      "¥339 × 1.5 (金牌会员) × 2 (Double week) = 1,017",
    ],
    [
      { points: 508, breakdown: paid },
      "339 元 × 1.5 金牌会员 = 508.5，取整得 508",
      "¥339 × 1.5 (金牌会员) = 508.5, rounded down to 508",
    ],
    [
      { points: 200, breakdown: paid },
      "339 元 × 1.5 金牌会员 = 508.5，达到上限，得 200",
      "¥339 × 1.5 (金牌会员) = 508.5, limited to 200",
    ],
    // A tier that its version has no name for any more.
    [
      {
        points: 1500,
        breakdown: {
          ...paid,
          paidAmountMinor: 100_000,
          base: 1000,
          tier: { code: "X", multiplierPct: 150 },
        },
      },
      "1,000 元 × 1.5 等级倍数 = 1,500",
      "¥1,000 × 1.5 (tier) = 1,500",
    ],
    [
      {
        points: 20,
        breakdown: {
          paidAmountMinor: 2_050,
          base: 20,
          tier: { code: "MEMBER", multiplierPct: 100 },
        },
      },
      "20 元，得 20 积分",
      "¥20 earns 20",
    ],
    [
      {
        points: 678,
        breakdown: { ...paid, base: 439, goods: [{ label: "x", lines: 1, fixedPoints: 20 }] },
      },
      "439 积分 × 1.5 金牌会员 + 20 指定商品 = 678.5，取整得 678",
      "439 points × 1.5 (金牌会员) + 20 (selected items) = 678.5, rounded down to 678",
    ],
    [
      {
        referenceType: "CHECKIN",
        points: 25,
        breakdown: { base: 5, extra: 20, streak: 7, points: 25 },
      },
      "5 + 20 连签 7 天 = 25",
      "5 + 20 (day 7 in a row) = 25",
    ],
    [
      {
        type: "CLAW_BACK",
        referenceType: "CHANGE",
        points: -150,
        breakdown: {
          orderId: "A1",
          paidAmountMinor: 20_000,
          paidBeforeMinor: 30_000,
          order: { base: 200, points: 300, tier: gold },
          points: { before: 450, after: 300 },
        },
      },
      "按修改后的订单：200 元 × 1.5 金牌会员 = 300",
      "After the edit: ¥200 × 1.5 (金牌会员) = 300",
    ],
    // What is not kept is not said.
    [{ points: 999, breakdown: paid }, null, null],
    [{ points: 508, breakdown: null }, null, null],
    [{ referenceType: "BIRTHDAY", points: 100, breakdown: { base: 100 } }, null, null],
    [
      { referenceType: "CHECKIN", points: 5, breakdown: { base: 5, extra: 0, streak: 3 } },
      null,
      null,
    ],
  ])("%o: %s", (fields, inChinese, inEnglish) => {
    expect(wordsIn("zh-CN").sum(line(fields))).toBe(inChinese);
    expect(wordsIn("en").sum(line(fields))).toBe(inEnglish);
  });

  it.each([
    [{ points: 1017, breakdown: { ...paid, activity: week } }, []],
    [
      {
        referenceType: "ACTIVITY",
        points: 30,
        breakdown: { base: 30, activity: { id: "1", title: "入冬问候", titleEn: "Hello winter" } },
      },
      ["入冬问候"],
    ],
    [
      {
        type: "REDEEM",
        referenceType: "REDEMPTION",
        points: -600,
        breakdown: { rewardName: "香囊", rewardNameEn: "Sachet", quantity: 2 },
      },
      ["香囊 × 2"],
    ],
    [
      {
        type: "CLAW_BACK",
        referenceType: "REFUND",
        points: -100,
        breakdown: { orderId: "A1", paidAmountMinor: 33_960, refundedMinor: 10_000 },
      },
      ["实付 ¥339.60，已退 ¥100.00"],
    ],
    [
      {
        type: "FREEZE",
        referenceType: "RETURN",
        points: -100,
        breakdown: { orderId: "A1", amountMinor: 10_000 },
      },
      ["退货 ¥100.00"],
    ],
    [
      {
        type: "FORFEIT",
        referenceType: "CLOSING",
        points: -80,
        breakdown: { forfeited: 100, writtenOff: 20 },
      },
      ["免除待补 20 积分"],
    ],
  ])("says what else is known of %o", (fields, facts) => {
    expect(wordsIn("zh-CN").facts(line(fields))).toEqual(facts);
  });
});
