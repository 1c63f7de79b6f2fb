import { beforeEach, describe, expect, it } from "vitest";
import { as, at, OPERATOR } from "@/testing/actors";
import { actOn, automation, couponsOf, giftsOf, sweep } from "@/testing/automations";
import { useDatabase } from "@/testing/database";
import { bought, fresh, refunded } from "@/testing/factories";
import { grantBirthdays } from "../../earning/service/birthdays";
import { enrol, setStatus, updateProfile } from "../../members/service/members";
import { cancelOrder } from "../../purchases/service/cancel";
import { sweepDue } from "./sweep";

/** Each test has a year of its own. Times are in UTC, eight hours behind the business date's. */
let year = 2040;
const on = (date: string) => `${year}-${date}T04:00:00Z`;

const born = (birthday: string, now: string) =>
  at(now, (work) => enrol(work, { externalId: fresh("b"), birthday }));
const says = (memberId: number, birthday: string, now: string) =>
  at(now, (work) => updateProfile(work, { memberId }, { birthday }));

const prospects = (id: number) => as(OPERATOR).automations.prospects({ automationId: String(id) });

describe("what comes to members with time", () => {
  useDatabase("automations-sweep");
  beforeEach(() => {
    year += 1;
  });

  it("is wished on their birthday, once a year, whichever day they make of it", async () => {
    const id = await automation(on("03-01"), { kind: "BIRTHDAY" }, { againAfterDays: 365 });
    const member = await born("1990-03-05", on("03-01"));
    await sweep(on("03-04"));
    expect(await couponsOf(id, member.id)).toBe(0);
    await Promise.all([sweep(on("03-05")), sweep(on("03-05"))]);
    await sweep(on("03-06"));
    expect(await couponsOf(id, member.id)).toBe(1);
    await says(member.id, "1990-03-07", on("03-06"));
    await sweep(on("03-07"));
    expect(await giftsOf(id, member.id)).toHaveLength(1);
    year += 1;
    await sweep(on("03-07"));
    expect(await giftsOf(id, member.id)).toHaveLength(2);
    await actOn(on("03-08"), id, "end");
  });

  it("is wished days before it, on the 28th where there is no 29th, and at the month's beginning", async () => {
    year = 2044;
    const week = await automation(on("01-01"), { kind: "BIRTHDAY", daysBefore: 7 });
    const month = await automation(on("01-01"), { kind: "BIRTHDAY", on: "MONTH" });
    const [leap, old] = [
      await born("1996-02-29", on("01-01")),
      await born("1960-02-10", on("01-01")),
    ];
    for (const date of ["02-01", "02-03", "02-21", "02-22"]) await sweep(on(date));
    const names = async (id: number, memberId: number) =>
      (await giftsOf(id, memberId)).map(({ occasion }) => occasion);
    expect(await names(week, leap.id)).toEqual(["BIRTHDAY:2044"]);
    expect(await names(month, leap.id)).toEqual(["BIRTHDAY:2044"]);
    expect([await names(week, old.id), await names(month, old.id)]).toEqual([
      ["BIRTHDAY:2044"],
      ["BIRTHDAY:2044"],
    ]);
    year = 2045;
    const plain = await automation(on("02-01"), { kind: "BIRTHDAY" });
    await sweep(on("02-28"));
    expect(await names(plain, leap.id)).toEqual(["BIRTHDAY:2045"]);
    for (const one of [week, month, plain]) await actOn(on("03-01"), one, "end");
    year = 2050;
  });

  it("comes on the day to who says it or is let in again then, and to nobody who says it later", async () => {
    const id = await automation(on("03-01"), { kind: "BIRTHDAY" });
    const [slow, frozen, late] = [
      await at(on("03-01"), (work) => enrol(work, { externalId: fresh("b") })),
      await born("1990-03-05", on("03-01")),
      await at(on("03-01"), (work) => enrol(work, { externalId: fresh("b") })),
    ];
    const ref = { memberId: frozen.id };
    await at(on("03-04"), (work) => setStatus(work, ref, "FROZEN", "checked"));
    await sweep(on("03-05"));
    await says(slow.id, "1990-03-05", `${year}-03-05T15:59:00Z`);
    await at(on("03-05"), (work) => setStatus(work, ref, "ACTIVE", "checked"));
    await says(late.id, "1990-03-05", on("03-06"));
    await sweep(on("03-06"));
    const all = [slow.id, frozen.id, late.id].map((one) => couponsOf(id, one));
    expect(await Promise.all(all)).toEqual([1, 1, 0]);
    await actOn(on("03-08"), id, "end");
  });

  it("is given late after a job that was away for days, and not after months", async () => {
    const id = await automation(on("03-01"), { kind: "BIRTHDAY" });
    const [days, months] = [
      await born("1990-06-03", on("03-01")),
      await born("1990-04-01", on("03-01")),
    ];
    await sweep(on("03-02"));
    await sweep(on("06-07"));
    expect([await couponsOf(id, days.id), await couponsOf(id, months.id)]).toEqual([1, 0]);
    await actOn(on("06-08"), id, "end");
  });

  it("calls back who ordered nothing for so many days, counted from the last order that stands", async () => {
    const id = await automation(on("03-01"), { kind: "QUIET", days: 30 }, { againAfterDays: 90 });
    const people = [];
    for (let n = 0; n < 3; n++) people.push(await born("1980-01-01", on("01-01")));
    const [quiet, busy, undone] = people.map((one) => one.id) as [number, number, number];
    for (const one of [quiet, busy, undone]) await bought(one, { yuan: 100, now: on("03-02") });
    await bought(busy, { yuan: 100, now: on("03-20") });
    const { orderId } = await bought(undone, { yuan: 100, now: on("03-20") });
    await at(on("03-21"), (work) => cancelOrder(work, { memberId: undone }, orderId));
    await sweep(on("03-31"));
    await Promise.all([sweep(on("04-01")), sweep(on("04-01"))]);
    const held = () => Promise.all([quiet, busy, undone].map((one) => couponsOf(id, one)));
    expect(await held()).toEqual([1, 0, 1]);
    // Who orders and is quiet again within ninety days waits for the next time.
    const again = await bought(quiet, { yuan: 100, now: on("04-10") });
    for (const date of ["04-19", "05-10"]) await sweep(on(date));
    expect(await held()).toEqual([1, 1, 1]);
    // An order sent back does not bring the same quiet twice.
    await refunded(quiet, { orderId: again.orderId, yuan: 100, now: on("05-11") });
    await bought(quiet, { yuan: 100, now: on("06-05") });
    for (const date of ["05-12", "07-05"]) await sweep(on(date));
    expect(await giftsOf(id, quiet)).toHaveLength(2);
    await actOn(on("07-08"), id, "end");
  });

  it("stops at the total limit, and goes on where a run was stopped", async () => {
    const id = await automation(on("03-01"), { kind: "BIRTHDAY" }, { totalLimit: 3 });
    const people: { id: number }[] = [];
    for (let n = 0; n < 5; n++) people.push(await born("1970-03-03", on("03-01")));
    let asked = 0;
    const context = { now: new Date(on("03-03")), progress: null };
    await sweepDue({ ...context, stopping: () => ++asked > 5 });
    const held = async () =>
      (await Promise.all(people.map((one) => couponsOf(id, one.id)))).join("");
    const first = await held();
    expect(first).toMatch(/^1+0+$/);
    await sweep(on("03-03"));
    expect(await held()).toBe("11100");
    await actOn(on("03-04"), id, "end");
  });

  it("is foreseen without being given, and leaves what else birthdays bring as it is", async () => {
    const today = new Date().toISOString().slice(0, 10);
    const now = `${today}T00:00:00Z`;
    const id = await automation(now, { kind: "BIRTHDAY" });
    const date = (await prospects(id)).date;
    const member = await born(`1984${date.slice(4)}`, now);
    expect(await prospects(id)).toMatchObject({ members: 1, isMore: false });
    expect(await couponsOf(id, member.id)).toBe(0);
    await grantBirthdays({ now: new Date(now), progress: null, stopping: () => false });
    const joined = await automation(now, { kind: "JOINED" });
    expect((await prospects(joined)).members).toBeGreaterThanOrEqual(0);
    for (const trigger of [
      { kind: "QUIET" as const, days: 30 },
      { kind: "FIRST_ORDER" as const },
      { kind: "TIER_REACHED" as const, tiers: ["GOLD"] },
    ]) {
      expect(await prospects(await automation(now, trigger))).toMatchObject({ members: 0 });
    }
  });
});
