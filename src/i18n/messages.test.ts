import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import type { Locale } from "./config";
import { inboxText } from "./inbox-text";
import enActivities from "./messages/en/activities.json";
import enProfile from "./messages/en/profile.json";
import enRewards from "./messages/en/rewards.json";
import enTiers from "./messages/en/tiers.json";
import zhActivities from "./messages/zh-CN/activities.json";
import zhProfile from "./messages/zh-CN/profile.json";
import zhRewards from "./messages/zh-CN/rewards.json";
import zhTiers from "./messages/zh-CN/tiers.json";

/** Messages that choose their words by a figure, said with the figures at which they turn. */

const catalogs = {
  "zh-CN": {
    activities: zhActivities,
    profile: zhProfile,
    rewards: zhRewards,
    tiers: zhTiers,
  },
  en: { activities: enActivities, profile: enProfile, rewards: enRewards, tiers: enTiers },
};

function said(locale: Locale, key: string, values: Record<string, string | number>): string {
  const translate = createTranslator({ locale, messages: catalogs[locale], timeZone: "UTC" });
  return translate(key as never, values as never);
}

describe("messages with figures", () => {
  it.each([
    ["activities.time.days", { days: 9, hours: 0 }, "还剩 9 天", "9 days left"],
    ["activities.time.days", { days: 1, hours: 0 }, "还剩 1 天", "1 day left"],
    ["activities.time.days", { days: 2, hours: 6 }, "还剩 2 天 6 小时", "2 days 6 hours left"],
    ["activities.time.days", { days: 1, hours: 1 }, "还剩 1 天 1 小时", "1 day 1 hour left"],
    ["activities.time.hours", { hours: 1 }, "还剩 1 小时", "1 hour left"],
    ["activities.from", { tier: "金牌会员", highest: "no" }, "金牌会员及以上", null],
    ["activities.from", { tier: "Gold", highest: "no" }, null, "Gold and above"],
    ["activities.from", { tier: "钻石会员", highest: "yes" }, "钻石会员专享", null],
    ["activities.from", { tier: "Diamond", highest: "yes" }, null, "Diamond only"],
    ["rewards.reason.TIER_TOO_LOW", { tier: "钻石会员", highest: "yes" }, "钻石会员专享", null],
    [
      "rewards.reason.TIER_TOO_LOW",
      { tier: "金牌会员", highest: "no" },
      "金牌会员及以上可兑",
      null,
    ],
    ["rewards.reason.TIER_TOO_LOW", { tier: "Gold", highest: "no" }, null, "Gold and above"],
    [
      "rewards.reason.LIMIT_REACHED",
      { count: 1 },
      "本月已兑 1 件，下月可再兑",
      "Monthly limit reached",
    ],
    ["tiers.multiplier", { factor: "1" }, "基础积分", "Base points"],
    ["tiers.multiplier", { factor: "1.5" }, "1.5 倍积分", "1.5× points"],
    [
      "profile.birthdayHint",
      { points: 100 },
      "生日当天送 100 积分。保存后一年内只能改一次，请先核对。",
      "Get 100 points on your birthday. Once saved, it can be changed only once a year, so please check it first.",
    ],
    [
      "profile.birthdayHint",
      { points: 0 },
      "保存后一年内只能改一次，请先核对。",
      "Once saved, it can be changed only once a year, so please check it first.",
    ],
    [
      "profile.closing.points",
      { points: 3346 },
      "剩余的 3,346 积分将作废。",
      "Your remaining 3,346 points will be lost.",
    ],
  ] as const)("says %s of %o", (key, values, chinese, english) => {
    if (chinese !== null) expect(said("zh-CN", key, values)).toBe(chinese);
    if (english !== null) expect(said("en", key, values)).toBe(english);
  });
});

describe("what the published rules say of tiers", () => {
  const LIFE = "lifetime";
  const YEAR = "rolling12Months";
  it.each([
    ["how.keep", 6, LIFE, /至少保留 6 个月/, /at least 6 months/],
    ["how.keep", 12, YEAR, /至少保留 12 个月/, /at least 12 months/],
    ["how.keep", 1, LIFE, /至少保留 1 个月/, /at least a month/],
    ["how.keep", 0, LIFE, /^等级每天复核/, /^Tiers are reviewed daily/],
    ["how.spend", 6, LIFE, /^累计消费是实付金额/, /minus refunds\. /],
    ["how.spend", 6, YEAR, /^累计消费是最近 12 个月的实付金额/, /over the last 12 months\. /],
    [
      "keep.untilText",
      6,
      LIFE,
      /^届时累计消费.*自动续 6 个月/,
      /in spend to renew for 6 months\.$/,
    ],
    [
      "keep.untilText",
      24,
      YEAR,
      /最近 12 个月累计消费.*自动续 24 个月/,
      /last 12 months.*24 months\.$/,
    ],
    ["keep.untilText", 0, LIFE, /等级继续有效。$/, /to keep it after that\.$/],
    ["keep.open", 6, LIFE, /^累计消费不低于/, /your spend is at least/],
    ["keep.open", 6, YEAR, /^最近 12 个月累计消费不低于/, /over the last 12 months is at least/],
    ["keep.always", 6, LIFE, /^普卡不会降级/, /^普卡 never expires/],
  ] as const)("is said by %s: %i months, %s", (key, months, period, chinese, english) => {
    const values = { months, period, amount: "¥500", tier: "普卡" };
    for (const [locale, words] of [
      ["zh-CN", chinese],
      ["en", english],
    ] as const) {
      const text = said(locale, `tiers.${key}`, values);
      expect(text).toMatch(words);
      expect(text).not.toMatch(/[六半]个?[月年]|\bsix\b/);
    }
  });
});

describe("the message of a new tier", () => {
  it.each([
    ["both", "现在起全场 85 折、1.5 倍积分。", "From now on: 15% off everything and 1.5× points."],
    ["discount", "现在起全场 85 折。", "From now on: 15% off everything."],
    ["multiplier", "现在起 1.5 倍积分。", "From now on: 1.5× points."],
    ["none", "新等级已生效。", "Your new tier is active."],
  ] as const)("says of %s what it brings", (perks, chinese, english) => {
    const text = (locale: Locale, tier: string, rate: string) =>
      inboxText(locale, "tierUp", { tier, perks, rate, factor: "1.5" });
    expect(text("zh-CN", "金牌会员", "85")).toEqual({ title: "恭喜升级为金牌会员", text: chinese });
    expect(text("en", "Gold", "15")).toEqual({ title: "You’re now a Gold member", text: english });
  });
});
