import { describe, expect, it } from "vitest";
import { typedText } from "../typed-text";
import { draftOfRung, faultsOf, type RungDraft, rebased, rungAbove, rungsOf } from "./ladder-draft";

const rung = (code: string, yuan: number, pays: number) => ({
  code,
  name: { "zh-CN": code, en: code },
  thresholdMinor: yuan * 100,
  discountRateBps: pays * 100,
  multiplierPct: 150,
  benefits: [],
});
const rungs = [rung("REGISTERED", 0, 100), rung("SILVER", 2000, 90), rung("GOLD", 5000, 85)];
const drafts = rungs.map(draftOfRung);
const edited = (index: number, change: Partial<RungDraft>) =>
  drafts.map((draft, at) => (at === index ? { ...draft, ...change } : draft));

describe("a ladder in a form", () => {
  it("comes back as it was when nothing is typed", () => {
    expect(faultsOf(drafts)).toEqual([]);
    expect(rungsOf(drafts)).toEqual(rungs);
  });

  it.each([
    [0, { threshold: "1" }, "threshold", "thresholdFirst"],
    [1, { threshold: "five" }, "threshold", "thresholdInvalid"],
    [2, { threshold: "2000" }, "threshold", "thresholdTooLow"],
    [2, { pays: "90.01" }, "pays", "paysWorse"],
    [1, { pays: "0" }, "pays", "paysInvalid"],
    [0, { pays: "100.01" }, "pays", "paysInvalid"],
    [1, { multiplier: "10.01" }, "multiplier", "multiplierInvalid"],
    [1, { name: typedText({ "zh-CN": "  ", en: "Silver" }) }, "name.zh-CN", "nameMissing"],
    [2, { code: "SILVER" }, "code", "codeTaken"],
    [2, { code: "gold" }, "code", "codeInvalid"],
  ] as const)("says of rung %i with %j what is wrong", (index, change, field, fault) => {
    expect(faultsOf(edited(index, change))).toContainEqual({ index, field, fault });
  });

  it("begins a new rung between its neighbours, sound but for its names", () => {
    const [, silver, gold] = drafts;
    if (!silver || !gold) throw new Error("three rungs");
    const added = rungAbove(silver, gold, "new");
    expect(added).toMatchObject({ threshold: "3500", pays: "90" });
    const named = { ...added, code: "JADE", name: typedText({ "zh-CN": "玉", en: "Jade" }) };
    expect(faultsOf([...drafts.slice(0, 2), named, gold])).toEqual([]);
  });

  it("carries only what was typed over to a ladder that somebody else published meanwhile", () => {
    const typed = edited(2, { pays: "80" }).toSpliced(1, 1);
    const theirs = [
      ...rungs.slice(0, 2),
      rung("JADE", 3000, 88),
      { ...rung("GOLD", 6000, 85), benefits: ["FREE_SHIPPING"] },
    ].map(draftOfRung);
    const carried = rebased(typed, drafts, theirs);
    expect(carried.map(({ code }) => code)).toEqual(["REGISTERED", "JADE", "GOLD"]);
    expect(carried[2]).toMatchObject({
      pays: "80",
      threshold: "6000",
      benefits: ["FREE_SHIPPING"],
    });
    const renamed = edited(2, { name: typedText({ "zh-CN": "黄金", en: "GOLD" }) });
    const theirNames = edited(2, { name: typedText({ "zh-CN": "GOLD", en: "Golden" }) });
    expect(rebased(renamed, drafts, theirNames)[2]?.name).toMatchObject({
      "zh-CN": "黄金",
      en: "Golden",
    });
    expect(rebased(typed, drafts, theirs.slice(0, 3)).map(({ code }) => code)).not.toContain(
      "GOLD",
    );
  });
});
