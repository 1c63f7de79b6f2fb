import type { DraftContent, PresetName } from "../schema";
import { moved } from "./removed";

/**
 * Programs to start from. Each says its ladder and a few terms; everything else (limits, currencies, what
 * goods earn, other benefits) stays as it is in force, for that is the shop's own.
 */

type Tier = DraftContent["tiers"][number];
type Benefit = DraftContent["rules"]["benefits"][number];

interface Preset {
  terms: DraftContent["rules"]["tiers"];
  earn: Partial<DraftContent["rules"]["earn"]>;
  tiers: readonly Tier[];
}

function tier(
  code: string,
  name: [chinese: string, english: string],
  [yuan, discountRateBps, multiplierPct]: [number, number, number],
  ...benefits: string[]
): Tier {
  const [chinese, english] = name;
  const texts = { "zh-CN": chinese, en: english };
  const thresholdMinor = yuan * 100;
  return { code, name: texts, thresholdMinor, discountRateBps, multiplierPct, benefits };
}

const GIFT = "BIRTHDAY_GIFT";
const FREIGHT = "FREE_SHIPPING";
const SERVICE = "DEDICATED_SERVICE";
const FIRST = "PRIORITY_DISPATCH";

const PRESETS: Record<PresetName, Preset> = {
  STANDARD: {
    terms: { qualifyingPeriod: "lifetime", protectionMonths: 6 },
    earn: { pointsPerYuan: 1, expiryMonths: 24 },
    tiers: [
      tier("REGISTERED", ["注册会员", "Registered"], [0, 10_000, 100]),
      tier("BRONZE", ["铜牌会员", "Bronze"], [500, 9_500, 100], GIFT),
      tier("SILVER", ["银牌会员", "Silver"], [2_000, 9_000, 120], GIFT, FREIGHT),
      tier("GOLD", ["金牌会员", "Gold"], [5_000, 8_500, 150], GIFT, FREIGHT, SERVICE),
      tier("DIAMOND", ["钻石会员", "Diamond"], [10_000, 8_000, 200], GIFT, FREIGHT, SERVICE, FIRST),
    ],
  },
  THREE_TIERS: {
    terms: { qualifyingPeriod: "lifetime", protectionMonths: 12 },
    earn: { pointsPerYuan: 1, expiryMonths: 12 },
    tiers: [
      tier("REGISTERED", ["普通会员", "Member"], [0, 10_000, 100]),
      tier("SILVER", ["银卡会员", "Silver"], [1_000, 9_500, 120], GIFT),
      tier("GOLD", ["金卡会员", "Gold"], [5_000, 9_000, 150], GIFT, FREIGHT),
    ],
  },
  ROLLING_YEAR: {
    terms: { qualifyingPeriod: "rolling12Months", protectionMonths: 12 },
    earn: { pointsPerYuan: 1, expiryMonths: 36 },
    tiers: [
      tier("REGISTERED", ["基础会员", "Basic"], [0, 10_000, 100]),
      tier("SILVER", ["银卡会员", "Silver"], [3_000, 10_000, 115], FREIGHT),
      tier("GOLD", ["金卡会员", "Gold"], [8_000, 9_500, 125], GIFT, FREIGHT, FIRST),
      tier(
        "PLATINUM",
        ["白金会员", "Platinum"],
        [20_000, 9_000, 150],
        GIFT,
        FREIGHT,
        FIRST,
        SERVICE,
      ),
    ],
  },
};

/**
 * The version in force with a preset's terms in place of its own.
 *
 * @param offered benefits as a program begins with them, for those that the preset's tiers have
 */
export function presetOver(
  name: PresetName,
  inForce: DraftContent,
  offered: readonly Benefit[],
): DraftContent {
  const { terms, earn, tiers } = PRESETS[name];
  const { rules } = inForce;
  const given = new Set(tiers.flatMap(({ benefits }) => benefits));
  const missing = offered.filter(
    ({ id }) => given.has(id) && rules.benefits.every((known) => known.id !== id),
  );
  const next = {
    ...rules,
    tiers: { ...terms },
    earn: { ...rules.earn, ...earn },
    benefits: [...rules.benefits, ...missing],
  };
  return moved(inForce.tiers, { rules: next, tiers: [...tiers], removed: [] });
}
