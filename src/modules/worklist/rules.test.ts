import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  digestDayOnceSet,
  dueNotice,
  isNews,
  type Known,
  knownAfter,
  ledgerStateOf,
} from "./rules";

const ZONE = "Asia/Shanghai";
const number = (newest: number): Known => ({ newest, keys: [] });
const names = (...keys: string[]): Known => ({ newest: null, keys });

describe("what is news", () => {
  it.each([
    ["the first of a kind", undefined, number(7), true],
    ["a newer one", number(5), number(7), true],
    ["the newest having been decided", number(7), number(5), false],
    ["nothing any more", number(7), number(0), false],
    ["another name", names("a"), names("a", "b"), true],
    ["one less", names("a", "b"), names("a"), false],
    ["nothing at all", undefined, names(), false],
  ])("%s", (_name, told, now, expected) => {
    expect(isNews(told, now)).toBe(expected);
  });

  it("what somebody was told of is none, in whatever order things came and went", () => {
    const known = fc.oneof(
      fc.nat(50).map(number),
      fc.uniqueArray(fc.constantFrom("a", "b", "c")).map((keys) => names(...keys)),
    );
    fc.assert(
      fc.property(fc.array(known), known, (before, now) => {
        const told = before.reduce<Known | undefined>(
          (was, one) => knownAfter(was, one),
          undefined,
        );
        expect(isNews(knownAfter(told, now), now)).toBe(false);
      }),
    );
  });

  it("what went and comes again is, where it is known by its name", () => {
    const gone = knownAfter(knownAfter(undefined, names("a")), names());
    expect(isNews(gone, names("a"))).toBe(true);
  });
});

describe("when it is told", () => {
  const daily = { pace: "DAILY", hour: 9, toldAt: null } as const;
  const atOnce = { pace: "AT_ONCE", hour: 9, digestDay: null } as const;
  const at = (time: string) => new Date(`2026-11-29T${time}:00Z`);

  it.each([
    ["before its hour of the business day", "2026-11-28", "00:59", null],
    ["at it", "2026-11-28", "01:00", "DAILY"],
    ["hours late", "2026-11-28", "15:59", "DAILY"],
    ["a second time", "2026-11-29", "15:59", null],
    ["after midnight of the business day, before the hour", "2026-11-29", "16:01", null],
    ["for the first time", null, "02:00", "DAILY"],
  ])("a digest: %s", (_name, digestDay, time, expected) => {
    expect(dueNotice({ ...daily, digestDay }, at(time), ZONE)).toBe(expected);
  });

  it("at once, but not more often than every ten minutes", () => {
    expect(dueNotice({ ...atOnce, toldAt: null }, at("05:00"), ZONE)).toBe("AT_ONCE");
    expect(dueNotice({ ...atOnce, toldAt: at("04:51") }, at("05:00"), ZONE)).toBe(null);
    expect(dueNotice({ ...atOnce, toldAt: at("04:50") }, at("05:00"), ZONE)).toBe("AT_ONCE");
  });

  it("from today on where the hour is still to come, else from tomorrow, and never twice", () => {
    const set = (before: string | null, time: string) =>
      digestDayOnceSet(before, 9, at(time), ZONE);
    expect(set(null, "00:30")).toBe(null);
    expect(set("2026-11-20", "00:30")).toBe("2026-11-20");
    expect(set("2026-11-20", "01:30")).toBe("2026-11-29");
    expect(set("2026-11-29", "00:30")).toBe("2026-11-29");
  });
});

describe("the ledger", () => {
  const now = new Date("2026-11-29T00:00:00Z");
  const check = { ok: true, members: 4_818, accounts: 4_818, finishedAt: now };
  const old = new Date("2026-11-27T00:00:00Z");

  it.each([
    ["was never checked", null, "NEVER"],
    ["is not balanced", { ...check, ok: false, finishedAt: old }, "BAD"],
    ["was not checked for long", { ...check, finishedAt: old }, "OLD"],
    ["is checked in part", { ...check, members: 374 }, "PARTIAL"],
    ["has a few new members", { ...check, members: 4_600 }, null],
    ["is fine", check, null],
    ["has nobody", { ...check, members: 0, accounts: 0 }, null],
  ])("%s", (_name, checked, expected) => {
    expect(ledgerStateOf(checked, now)).toBe(expected);
  });
});
