import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ImportKind, ImportRow } from "../schema";
import { amountIn, dateIn, Unreadable } from "./cells";
import { judge, type RowSight } from "./judge";
import { readRow } from "./read-row";

const TODAY = "2026-07-01";
const read = (kind: ImportKind, row: Partial<ImportRow>) =>
  readRow(kind, { line: 2, ...row }, TODAY);
const faultOf = (kind: ImportKind, row: Partial<ImportRow>) => {
  const { fault } = read(kind, row);
  return fault && `${fault.column} ${fault.code}`;
};

describe("what a date says", () => {
  it.each([
    ["2026-01-31", "2026-01-31"],
    ["2026/1/31", "2026-01-31"],
    ["2026.1.3 14:30:00", "2026-01-03"],
    ["2026-01-31T14:30:00.000+08:00", "2026-01-31"],
    ["20260131", "2026-01-31"],
    ["2026年1月31日", "2026-01-31"],
    ["２０２６-０１-３１", "2026-01-31"],
    ["46053", "2026-01-31"],
    ["46053.75", "2026-01-31"],
  ])("%s", (text, date) => expect(dateIn(text)).toBe(date));

  it.each([
    ["01/02/2026", "DATE_UNCLEAR"],
    ["31.12.26", "DATE_UNCLEAR"],
    ["2026-02-30", "DATE_INVALID"],
    ["2026-13-01", "DATE_INVALID"],
    ["0001-01-01", "DATE_INVALID"],
    ["never", "DATE_INVALID"],
    ["=TODAY()", "DATE_INVALID"],
  ])("%s says none: %s", (text, code) => {
    expect(() => dateIn(text)).toThrow(new Unreadable(code as "DATE_INVALID"));
  });

  it("is the day it was written from, as text or as spreadsheets count", () => {
    const day = fc.integer({ min: 10_000, max: 99_999 });
    fc.assert(
      fc.property(day, (serial) => {
        const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000);
        const text = date.toISOString().slice(0, 10);
        expect(dateIn(String(serial))).toBe(text);
        expect(dateIn(text.replaceAll("-", "/"))).toBe(text);
      }),
    );
  });
});

describe("what a row says", () => {
  it("is read by its kind’s columns", () => {
    const { facts, fault } = read("MEMBERS", {
      ...{ externalId: "u-1", phone: "138 0000 1234", nickname: " 林夏 ", email: "Lin@Shop.CN" },
      ...{ birthday: "1990/3/5", joinedOn: "2019-05-01", points: "1,200.00" },
      ...{ pointsEndOn: "2027-12-31", tier: "金牌会员", tierKeepUntil: "2026-12-31" },
      ...{ emailConsent: "是", smsConsent: "N", consentsOn: "2024-01-01" },
    });
    expect(fault).toBeNull();
    expect(facts).toMatchObject({
      ...{ externalId: "u-1", phone: "+8613800001234", nickname: "林夏", email: "lin@shop.cn" },
      ...{ birthday: "1990-03-05", points: 1200, pointsEndOn: "2027-12-31", tier: "金牌会员" },
      consents: { email: true, sms: false },
    });
  });

  it.each<[ImportKind, Partial<ImportRow>, string]>([
    ["MEMBERS", {}, "externalId MISSING"],
    ["MEMBERS", { externalId: "a b" }, "externalId ID_INVALID"],
    ["MEMBERS", { externalId: "u".repeat(65) }, "externalId ID_INVALID"],
    ["MEMBERS", { externalId: "1.23457E+17" }, "externalId ID_INVALID"],
    ["MEMBERS", { phone: "12" }, "phone PHONE_INVALID"],
    ["MEMBERS", { externalId: "u", points: "1e308" }, "points POINTS_NOT_WHOLE"],
    ["MEMBERS", { externalId: "u", points: "=1+1" }, "points POINTS_NOT_WHOLE"],
    ["MEMBERS", { externalId: "u", points: "1.5" }, "points POINTS_NOT_WHOLE"],
    ["MEMBERS", { externalId: "u", points: "-3" }, "points POINTS_NEGATIVE"],
    ["MEMBERS", { externalId: "u", points: "99999999999" }, "points POINTS_TOO_LARGE"],
    [
      "MEMBERS",
      { externalId: "u", points: "5", pointsEndOn: "2026-06-30" },
      "pointsEndOn DATE_PAST",
    ],
    [
      "MEMBERS",
      { externalId: "u", points: "5", pointsEndOn: "9999-12-31" },
      "pointsEndOn DATE_TOO_FAR",
    ],
    ["MEMBERS", { externalId: "u", birthday: "2027-01-01" }, "birthday DATE_AHEAD"],
    ["MEMBERS", { externalId: "u", smsConsent: "maybe" }, "smsConsent CONSENT_UNCLEAR"],
    ["LOTS", { externalId: "u", points: "0", pointsEndOn: "2027-01-01" }, "points POINTS_MISSING"],
    ["LOTS", { externalId: "u", points: "5" }, "pointsEndOn MISSING"],
    [
      "ORDERS",
      { externalId: "u", amount: "12.345", paidOn: "2025-01-01" },
      "amount AMOUNT_INVALID",
    ],
    ["ORDERS", { externalId: "u", amount: "1" }, "paidOn MISSING"],
    ["ORDERS", { externalId: "u", amount: "1", paidOn: "2026-07-02" }, "paidOn DATE_AHEAD"],
  ])("of %s %j is at fault at %s", (kind, row, fault) => {
    expect(faultOf(kind, row)).toBe(fault);
  });

  it("counts money without losing a fen", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (minor) => {
        const text = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, "0")}`;
        expect(amountIn(`¥${text}`)).toBe(minor);
      }),
    );
  });

  it("never throws, whatever stands in its cells", () => {
    const cell = fc.string({ unit: "binary", maxLength: 200 });
    const row = fc.record({
      externalId: cell,
      phone: cell,
      points: cell,
      amount: cell,
      paidOn: cell,
    });
    fc.assert(
      fc.property(fc.constantFrom("MEMBERS", "LOTS", "ORDERS"), row, (kind, cells) => {
        expect(read(kind, cells).facts.points).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("is known again by who and what it is about, not by its line", () => {
    const identity = (kind: ImportKind, row: Partial<ImportRow>) => read(kind, row).identity;
    const lot = { externalId: "u", points: "5", pointsEndOn: "2027-01-01" };
    expect(identity("LOTS", { ...lot, line: 9 })).toBe(identity("LOTS", lot));
    expect(identity("LOTS", { ...lot, reference: "l-2" })).not.toBe(identity("LOTS", lot));
    const order = { externalId: "u", orderId: "o-1", amount: "1", paidOn: "2025-01-01" };
    expect(identity("ORDERS", { ...order, externalId: "v" })).toBe(identity("ORDERS", order));
  });
});

describe("what becomes of a row", () => {
  const nothing: RowSight = {
    ...{ named: null, ofPhone: null, isGone: false, isAgain: false, phoneIsAgain: false },
    ...{ before: null, orderIsKnown: false, tierIsKnown: true },
  };
  const open = { id: 1, status: "ACTIVE" };
  it.each<[string, ImportKind, Partial<RowSight>, object]>([
    ["nobody yet", "MEMBERS", {}, { status: "ACCEPTED", enrols: true }],
    ["a member", "MEMBERS", { named: open }, { status: "ACCEPTED", enrols: false }],
    ["points of nobody", "LOTS", {}, { code: "MEMBER_NOT_FOUND" }],
    ["somebody who closed", "MEMBERS", { isGone: true }, { code: "MEMBER_STATUS_INVALID" }],
    [
      "the phone of another",
      "MEMBERS",
      { named: open, ofPhone: { ...open, id: 2 } },
      { code: "PHONE_TAKEN" },
    ],
    ["the phone of a row before", "MEMBERS", { phoneIsAgain: true }, { code: "PHONE_TAKEN" }],
    ["the same row again", "MEMBERS", { isAgain: true }, { code: "DUPLICATE_ROW" }],
    ["a tier that is none", "MEMBERS", { tierIsKnown: false }, { code: "TIER_NOT_FOUND" }],
    [
      "an order that is known",
      "ORDERS",
      { named: open, orderIsKnown: true },
      { code: "DUPLICATE_REFERENCE" },
    ],
    [
      "done before",
      "MEMBERS",
      { before: { importId: 3, isSame: true } },
      { status: "UNCHANGED", before: 3 },
    ],
    [
      "done otherwise",
      "MEMBERS",
      { before: { importId: 3, isSame: false } },
      { status: "CHANGED", before: 3 },
    ],
  ])("%s", (_, kind, sight, fate) => {
    const { facts } = read(kind, { externalId: "u", phone: "13800001234" });
    expect(judge(kind, facts, { ...nothing, ...sight })).toMatchObject(fate);
  });
});
