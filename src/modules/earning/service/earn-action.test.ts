import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import {
  accountsOf,
  bought,
  countOf,
  enrolled,
  fresh,
  LONG_AGO,
  refunded,
} from "@/testing/factories";
import { FREE_ACTS, useBusinessTime, useProgram } from "@/testing/program";
import { enrol, setStatus, updateProfile } from "../../members/service/members";
import { type ActionInput, earnByAction } from "./earn-action";

const TODAY = "2026-07-01T04:00:00Z";

/** Noon of a day in Shanghai. */
const noon = (date: string) => new Date(`${date}T12:00:00+08:00`);
const DAY = "2026-05-10";

function act(
  memberId: number,
  event: ActionInput["event"],
  now: Date,
  changes: Partial<ActionInput> = {},
) {
  const input = { event, referenceId: fresh(event.toLowerCase()), ...changes };
  return at(now, (work) => earnByAction(work, { memberId }, input));
}

const born = (birthday: string) =>
  at(LONG_AGO, (work) => enrol(work, { externalId: fresh("b"), birthday }));

describe("what actions earn", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each([
    ["REVIEW", 10],
    ["SHARE", 5],
    ["CHECKIN", 5],
    ["BIRTHDAY", 100],
  ] as const)("%s earns %i points that end in 24 months", async (event, points) => {
    const { id } = await born("1990-05-10");
    await bought(id, { yuan: 1 });
    const answer = await act(id, event, noon(DAY), { description: "thank you" });
    expect(answer).toEqual({
      transactionId: expect.any(Number),
      pointsEarned: points,
      available: 1 + points,
      expiresAt: new Date("2028-05-10T16:00:00Z"),
      tierChanged: null,
      duplicate: false,
    });
    const entry = await reader.row(
      `SELECT e.type, r.reason, e.referenceType, e.actor, e.programVersionId, e.effectiveAt
         FROM points_entry e LEFT JOIN points_entry_reason r ON r.entryId = e.id WHERE e.id = ?`,
      [Number(answer.transactionId)],
    );
    expect(entry).toEqual({
      type: "EARN",
      reason: "thank you",
      referenceType: event,
      actor: "system",
      programVersionId: 1,
      effectiveAt: noon(DAY),
    });
  });

  it("CUSTOM earns what the service says", async () => {
    const { id } = await enrolled();
    expect(await act(id, "CUSTOM", noon(DAY), { points: 777 })).toMatchObject({
      pointsEarned: 777,
      available: 777,
    });
  });

  it("pay what is owed first", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 30 });
    const use = { memberId: String(id), points: 30, orderId: fresh("o"), orderAmountMinor: 10_000 };
    await as(SERVICE).points.use(use);
    await refunded(id, { orderId, yuan: 30 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 30 });
    expect(await act(id, "REVIEW", noon(DAY))).toMatchObject({ pointsEarned: 10, available: 0 });
    expect(await accountsOf(id)).toMatchObject({ available: 0, owed: 20 });
    expect(await act(id, "CUSTOM", noon(DAY), { points: 25 })).toMatchObject({ available: 5 });
    expect(await accountsOf(id)).toMatchObject({ available: 5, owed: 0 });
  });
});

describe("an action told twice", () => {
  useDatabase();
  useBusinessTime(TODAY);

  it("answers as a duplicate and moves nothing", async () => {
    const { id } = await enrolled();
    const referenceId = fresh("review");
    const first = await act(id, "REVIEW", noon(DAY), { referenceId });
    const again = await act(id, "REVIEW", noon("2026-05-12"), { referenceId });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await accountsOf(id)).toMatchObject({ available: 10 });
  });

  it.each([
    ["another member’s", "REVIEW", {}, true],
    ["another amount’s", "CUSTOM", { points: 11 }, false],
  ] as const)("is refused when the reference is %s", async (_, event, changes, byOther) => {
    const [one, other] = await Promise.all([enrolled(), enrolled()]);
    const referenceId = fresh("ref");
    await act(one.id, event, noon(DAY), {
      referenceId,
      ...(event === "CUSTOM" ? { points: 10 } : {}),
    });
    await expect(
      act(byOther ? other.id : one.id, event, noon(DAY), { referenceId, ...changes }),
    ).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE", facts: { referenceId } });
    expect(await accountsOf(other.id)).toMatchObject({ available: 0 });
  });

  it("is no duplicate of another kind with the same reference", async () => {
    const { id } = await enrolled();
    const referenceId = fresh("same");
    for (const event of ["REVIEW", "SHARE"] as const) {
      expect(await act(id, event, noon(DAY), { referenceId })).toMatchObject({ duplicate: false });
    }
    expect(await accountsOf(id)).toMatchObject({ available: 15 });
  });

  it("twenty times at once earns once", async () => {
    const { id } = await enrolled();
    const referenceId = fresh("review");
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => act(id, "REVIEW", noon(DAY), { referenceId })),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(answers.map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(await accountsOf(id)).toMatchObject({ available: 10 });
  });
});

describe("the day’s cap", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime(TODAY);

  const from = new Date("2026-05-10T00:00:00+08:00");
  const until = new Date("2026-05-11T00:00:00+08:00");

  it.each([
    ["REVIEW", 5, 10],
    ["SHARE", 1, 5],
  ] as const)(
    "of %s is %i, from midnight to midnight of the program’s zone",
    async (event, limit, points) => {
      const { id } = await enrolled();
      await act(id, event, new Date(from.getTime() - 1));
      await act(id, event, from);
      for (let n = 1; n < limit; n++) await act(id, event, noon(DAY));
      await expect(act(id, event, new Date(until.getTime() - 1))).rejects.toMatchObject({
        domainCode: "LIMIT_REACHED",
        facts: { limit, used: limit, resetsAt: until.toISOString() },
      });
      await act(id, event, until);
      expect(await accountsOf(id)).toMatchObject({ available: points * (limit + 2) });
    },
  );

  it("answers a repeated reference though it is reached", async () => {
    const { id } = await enrolled();
    const referenceId = fresh("share");
    await act(id, "SHARE", noon(DAY), { referenceId });
    expect(await act(id, "SHARE", noon(DAY), { referenceId })).toMatchObject({ duplicate: true });
  });

  it("holds when ten reviews come at once", async () => {
    const { id } = await enrolled();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => act(id, "REVIEW", noon(DAY))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(await accountsOf(id)).toMatchObject({ available: 50 });
  });
});

describe("checking in", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime(TODAY);

  const dates = Array.from({ length: 14 }, (_, n) => `2026-06-${String(n + 1).padStart(2, "0")}`);

  it("brings 5 a day and 20 more on each seventh day in a row", async () => {
    const { id } = await enrolled();
    const earned: number[] = [];
    for (const date of dates) earned.push((await act(id, "CHECKIN", noon(date))).pointsEarned);
    expect(earned).toEqual([5, 5, 5, 5, 5, 5, 25, 5, 5, 5, 5, 5, 5, 25]);
    expect(await accountsOf(id)).toMatchObject({ available: 14 * 5 + 2 * 20 });
  });

  it("starts anew after a day without", async () => {
    const { id } = await enrolled();
    const kept = dates.filter((_, n) => n !== 5);
    const earned: number[] = [];
    for (const date of kept) earned.push((await act(id, "CHECKIN", noon(date))).pointsEarned);
    // Days 1–5, a gap, then days 7–13 are seven in a row.
    expect(earned).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 25, 5]);
  });

  it("counts once a business day, whatever the service calls it", async () => {
    const { id } = await enrolled();
    await act(id, "CHECKIN", new Date("2026-06-10T00:00:00+08:00"));
    const again = await act(id, "CHECKIN", new Date("2026-06-10T23:59:59.999+08:00"));
    expect(again).toMatchObject({ duplicate: true, pointsEarned: 5 });
    expect(await act(id, "CHECKIN", new Date("2026-06-11T00:00:00+08:00"))).toMatchObject({
      duplicate: false,
    });
    expect(await accountsOf(id)).toMatchObject({ available: 10 });
  });

  it("lets two members have the same reference", async () => {
    const members = await Promise.all([enrolled(), enrolled()]);
    for (const { id } of members) {
      const answer = await act(id, "CHECKIN", noon(DAY), { referenceId: "2026-05-10" });
      expect(answer).toMatchObject({ duplicate: false, pointsEarned: 5 });
    }
  });

  it("explains the extra points", async () => {
    const { id } = await enrolled();
    for (const date of dates.slice(0, 7)) await act(id, "CHECKIN", noon(date));
    const { items } = await as(OPERATOR).points.transactions({ memberId: String(id), limit: 1 });
    expect(items[0]?.breakdown).toMatchObject({ base: 5, extra: 20, streak: 7 });
  });
});

describe("a birthday", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime(TODAY);

  it("brings its points once a calendar year of the program’s zone", async () => {
    const { id } = await born("1990-12-31");
    const last = new Date("2026-12-31T23:59:59.999+08:00");
    expect(await act(id, "BIRTHDAY", last)).toMatchObject({ pointsEarned: 100, duplicate: false });
    expect(await act(id, "BIRTHDAY", last)).toMatchObject({ duplicate: true });
    const birthday = "1990-01-01";
    await at(last, (work) => updateProfile(work, { memberId: id }, { birthday }));
    const next = new Date("2027-01-01T00:00:00+08:00");
    expect(await act(id, "BIRTHDAY", next)).toMatchObject({ duplicate: false });
    expect(await accountsOf(id)).toMatchObject({ available: 200 });
  });

  it.each([
    ["nobody knows", undefined, { reason: "BIRTHDAY_UNKNOWN", event: "BIRTHDAY" }],
    [
      "is another day",
      "1990-05-11",
      { reason: "NOT_BIRTHDAY", event: "BIRTHDAY", today: "2026-05-10" },
    ],
  ])("that %s brings nothing and leaves the year its points", async (_, birthday, facts) => {
    const { id } = await at(LONG_AGO, (work) => enrol(work, { externalId: fresh("b"), birthday }));
    await expect(act(id, "BIRTHDAY", noon(DAY))).rejects.toMatchObject({
      domainCode: "ACTIVITY_UNAVAILABLE",
      facts,
    });
    if (birthday === undefined) {
      await at(noon(DAY), (w) => updateProfile(w, { memberId: id }, { birthday: "1990-05-11" }));
    }
    expect(await act(id, "BIRTHDAY", noon("2026-05-11"))).toMatchObject({ pointsEarned: 100 });
  });

  it("is kept on 28 February where there is no 29th", async () => {
    const { id } = await born("1992-02-29");
    expect(await act(id, "BIRTHDAY", noon("2026-02-28"))).toMatchObject({ pointsEarned: 100 });
    await expect(act(id, "BIRTHDAY", noon("2028-02-28"))).rejects.toMatchObject({
      facts: { reason: "NOT_BIRTHDAY" },
    });
    expect(await act(id, "BIRTHDAY", noon("2028-02-29"))).toMatchObject({ pointsEarned: 100 });
  });
});

describe("whom actions are for", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime(TODAY);

  it("a frozen member still earns", async () => {
    const { id } = await enrolled();
    await at(noon(DAY), (work) => setStatus(work, { memberId: id }, "FROZEN", "checked"));
    expect(await act(id, "REVIEW", noon(DAY))).toMatchObject({ pointsEarned: 10 });
  });

  it.each([
    ["nobody knows", "MEMBER_NOT_FOUND"],
    ["has closed the account", "MEMBER_STATUS_INVALID"],
  ])("a member that %s: %s", async (_, domainCode) => {
    const { id } = await enrolled();
    await at(noon(DAY), async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    const whom = domainCode === "MEMBER_NOT_FOUND" ? 9_000_000_000 : id;
    await expect(act(whom, "REVIEW", noon(DAY))).rejects.toMatchObject({ domainCode });
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
  });

  it("a closed member’s repeated action still answers as the duplicate it is", async () => {
    const { id } = await enrolled();
    const referenceId = fresh("review");
    await act(id, "REVIEW", noon(DAY), { referenceId });
    await at(noon(DAY), async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    expect(await act(id, "REVIEW", noon(DAY), { referenceId })).toMatchObject({ duplicate: true });
  });
});

describe("POST /points/earn", () => {
  useDatabase();
  useProgram(FREE_ACTS);
  useBusinessTime(TODAY);

  it.each([
    ["CUSTOM without points", { event: "CUSTOM" }, "points"],
    ["PURCHASE without an amount", { event: "PURCHASE" }, "amountMinor"],
    ["points for a review", { event: "REVIEW", points: 5 }, "points"],
    ["an amount for a share", { event: "SHARE", amountMinor: 500 }, "amountMinor"],
    ["nothing", { event: "CUSTOM", points: 0 }, "points"],
    ["less than nothing", { event: "CUSTOM", points: -5 }, "points"],
    ["a fraction", { event: "CUSTOM", points: 0.1 }, "points"],
    ["more than one operation may move", { event: "CUSTOM", points: 1_000_000_001 }, "points"],
    ["a number as text", { event: "CUSTOM", points: "1e3" }, "points"],
    ["more money than there is", { event: "PURCHASE", amountMinor: 1e12 + 1 }, "amountMinor"],
    ["an unknown event", { event: "GIFT" }, "event"],
    ["a reference with a space", { event: "SHARE", referenceId: "a b" }, "referenceId"],
    [
      "a reference of 65 characters",
      { event: "SHARE", referenceId: "r".repeat(65) },
      "referenceId",
    ],
  ])("refuses %s and names the field", async (_, changes, path) => {
    const { id } = await enrolled();
    const input = { memberId: String(id), referenceId: fresh("ref"), ...changes };
    const earning = as(SERVICE).orders.earn(
      input as Parameters<ReturnType<typeof as>["orders"]["earn"]>[0],
    );
    await expect(earning).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: expect.arrayContaining([expect.objectContaining({ path })]),
    });
    expect(await countOf("points_entry", "memberId = ?", [id])).toBe(0);
  });

  it("takes the bound exactly", async () => {
    const { id } = await enrolled();
    const input = {
      memberId: String(id),
      event: "CUSTOM",
      referenceId: fresh("r"),
      points: 1_000_000_000,
    } as const;
    expect(await as(SERVICE).orders.earn(input)).toMatchObject({ available: 1_000_000_000 });
  });

  it("tells upper from lower case in references", async () => {
    const { id } = await enrolled();
    const reference = fresh("Ref");
    for (const referenceId of [reference, reference.toUpperCase()]) {
      const input = { memberId: String(id), event: "CUSTOM", referenceId, points: 1 } as const;
      expect(await as(SERVICE).orders.earn(input)).toMatchObject({ duplicate: false });
    }
  });

  it("is for services only", async () => {
    const { id } = await enrolled();
    const input = { event: "CUSTOM", referenceId: fresh("r"), points: 1 } as const;
    for (const caller of [memberCaller(id), OPERATOR]) {
      await expect(as(caller).orders.earn(input)).rejects.toMatchObject({
        domainCode: "PERMISSION_DENIED",
      });
    }
  });

  it("leaves an audit row that names service and request, and the event beside the entry", async () => {
    const { id } = await enrolled();
    const requestId = fresh("req");
    const input = {
      memberId: String(id),
      event: "CUSTOM",
      referenceId: fresh("r"),
      points: 12,
    } as const;
    await as(SERVICE, { requestId }).orders.earn(input);
    const audit = await reader.rows<{ actor: string; action: string; memberId: number }>(
      "SELECT actor, action, memberId FROM audit_log WHERE requestId = ?",
      [requestId],
    );
    expect(audit).toEqual([{ actor: "service:1", action: "orders.earn", memberId: id }]);
    expect(await countOf("outbox_event", "memberId = ? AND type = 'points.earned'", [id])).toBe(1);
  });
});
