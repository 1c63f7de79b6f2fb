import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { as, at, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { race, raceRounds, raceTimeout } from "@/testing/races";
import { claimGuestOrders } from "../../guests/service/claim";
import { guestKeyOf, guestSecretOf } from "../../guests/service/key";
import { GuestClaims } from "../../intake/service/claims";
import { findMember, lockMember } from "../../members/service/members";
import { verifyLedger } from "../../points/service/verify";
import { closeMember } from "./close-member";

const TODAY = "2026-07-01T04:00:00Z";
const ROUNDS = raceRounds(12);
const LANES = 4;

interface Person {
  id: number;
  externalId: string;
  memberCode: string;
}

/** Somebody with a hundred points. */
async function shopper(): Promise<Person> {
  const { id, externalId, memberCode } = await enrolled();
  await bought(id, { yuan: 100, now: TODAY });
  return { id, externalId: externalId ?? "", memberCode };
}

/** Twins, the one with the lower id now the one who goes and now the one who stays. */
async function twins(): Promise<{ from: Person; into: Person }> {
  const [one, other] = [await shopper(), await shopper()];
  return Math.random() < 0.5 ? { from: one, into: other } : { from: other, into: one };
}

async function merging(from: Person, into: Person) {
  const ids = { memberId: String(into.id), fromMemberId: String(from.id) };
  const { version } = await as(SERVICE).members.mergePreview(ids);
  return () => as(SERVICE).members.merge({ ...ids, version, reason: "同一人" });
}

/** What of acts at one moment was refused, and by which code. */
async function codesOf(acts: Promise<unknown>[]): Promise<(string | null)[]> {
  const ends = await Promise.allSettled(acts);
  return ends.map((end) => {
    if (end.status === "fulfilled") return null;
    const code = asDomainError(end.reason)?.domainCode;
    if (code === undefined) throw end.reason;
    return code;
  });
}

/** One that was shown something else by then is shown it anew. */
async function mergedAfterAll(code: string | null | undefined, from: Person, into: Person) {
  if (code === null) return;
  expect(code).toBe("VERSION_CONFLICT");
  await (await merging(from, into))();
}

const seen: number[] = [];

describe("merging at the same moment as", { timeout: raceTimeout(ROUNDS) }, () => {
  useDatabase();
  useBusinessTime(TODAY);

  it.each(["externalId", "memberId", "memberCode"] as const)(
    "an order of the one who goes, named by %s, loses neither",
    async (name) => {
      await race(ROUNDS, LANES, async () => {
        const { from, into } = await twins();
        const merge = await merging(from, into);
        const named = { externalId: from.externalId, memberCode: from.memberCode };
        const who = { ...named, memberId: String(from.id) }[name];
        const [code] = await codesOf([
          merge(),
          as(WEBHOOK, { idempotencyKey: fresh("evt") }).orders.event({
            type: "ORDER_COMPLETED",
            timestamp: TODAY,
            data: { [name]: who, orderId: fresh("o"), paidAmountMinor: 5000, paidAt: TODAY },
          } as Parameters<ReturnType<typeof as>["orders"]["event"]>[0]),
        ]);
        await mergedAfterAll(code, from, into);
        expect(await accountsOf(into.id)).toMatchObject({ available: 250, spendMinor: 25_000 });
        seen.push(from.id, into.id);
      });
    },
  );

  it("the one who goes is found by the shop's id at every moment, where the other has none", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      await reader.write("UPDATE member SET externalId = NULL WHERE id = ?", [into.id]);
      const merge = await merging(from, into);
      const look = () =>
        at(TODAY, async (work) => (await lockMember(work, { externalId: from.externalId })).id);
      const codes = await codesOf([merge(), look(), look(), look()]);
      expect(codes).toEqual([null, null, null, null]);
      const found = await findMember(reader, { externalId: from.externalId });
      expect(found).toMatchObject({ id: into.id });
      seen.push(from.id, into.id);
    });
  });

  it("spending loses no point and makes none", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const merge = await merging(from, into);
      const use = (externalId: string) =>
        as(SERVICE).points.use({
          externalId,
          points: 60,
          orderId: fresh("o"),
          orderAmountMinor: 100_000,
        });
      const [code, one, other] = await codesOf([
        merge(),
        use(from.externalId),
        use(into.externalId),
      ]);
      await mergedAfterAll(code, from, into);
      const spent = [one, other].filter((end) => end === null).length * 60;
      expect(spent).toBe(120);
      expect(await accountsOf(into.id)).toMatchObject({ available: 200 - spent });
      expect(await accountsOf(from.id)).toMatchObject({ available: 0 });
      seen.push(from.id, into.id);
    });
  });

  it("merging the other way happens one way", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const acts = [
        await merging(from, into),
        await merging(into, from),
        await merging(from, into),
      ];
      const [one, other, again] = await codesOf(acts.map((act) => act()));
      expect(again).toBe(one);
      expect([one, other].toSorted()).toEqual(["MERGE_REFUSED", null]);
      const staying = one === null ? into : from;
      expect(await accountsOf(staying.id)).toMatchObject({ available: 200 });
      seen.push(from.id, into.id);
    });
  });

  it("merging in a row ends at the last one", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const last = await shopper();
      const acts = [await merging(from, into), await merging(into, last)];
      const [first, second] = await codesOf(acts.map((act) => act()));
      if (first === null) await mergedAfterAll(second, into, last);
      else {
        expect([first, second]).toEqual(["MERGE_REFUSED", null]);
        await (await merging(from, last))();
      }
      expect(await accountsOf(last.id)).toMatchObject({ available: 300, spendMinor: 30_000 });
      const found = await findMember(reader, { externalId: from.externalId });
      expect(found).toMatchObject({ id: last.id });
      seen.push(from.id, into.id, last.id);
    });
  });

  it("closing closes whom it names, or nobody", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const merge = await merging(from, into);
      const isFrom = Math.random() < 0.5;
      const memberId = (isFrom ? from : into).id;
      const close = () => at(TODAY, (work) => closeMember(work, { memberId }, null), OPERATOR);
      const [mergeEnd, closeEnd] = await codesOf([merge(), close()]);
      const available = async (id: number) => (await accountsOf(id)).available;
      if (mergeEnd !== null) {
        expect([mergeEnd, closeEnd]).toEqual(["MERGE_REFUSED", null]);
        expect(await available((isFrom ? into : from).id)).toBe(100);
      } else if (isFrom) {
        expect(closeEnd).toBe("MEMBER_STATUS_INVALID");
        expect(await available(into.id)).toBe(200);
      } else {
        expect(closeEnd).toBeNull();
        expect(await available(into.id)).toBe(0);
      }
      seen.push(from.id, into.id);
    });
  });

  it("a deletion by the shop ends the one who goes, and never who stays", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const merge = await merging(from, into);
      const deletion = { externalId: from.externalId };
      const deleting = () =>
        as(WEBHOOK).orders.event({ type: "USER_DELETED", timestamp: TODAY, data: deletion });
      const [, ...told] = await codesOf([merge(), deleting(), deleting()]);
      expect(told).toEqual([null, null]);
      expect(await findMember(reader, { memberId: into.id })).toMatchObject({ status: "ACTIVE" });
      expect(await findMember(reader, { memberId: from.id })).toMatchObject({ status: "CLOSED" });
      seen.push(from.id, into.id);
    });
  });

  it("a claim of what was ordered as a guest gives it to who stays", async () => {
    const secret = await guestSecretOf(reader);
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const address = `${fresh("guest")}@shop.example`;
      await as(WEBHOOK).orders.event({
        type: "ORDER_COMPLETED",
        timestamp: TODAY,
        data: {
          guestKey: guestKeyOf(secret, address),
          orderId: fresh("o"),
          paidAmountMinor: 5000,
          paidAt: TODAY,
        },
      });
      const merge = await merging(from, into);
      const claim = () =>
        at(TODAY, async (work) => {
          const { id } = await lockMember(work, { memberId: from.id });
          await claimGuestOrders(work, id, [address]);
        });
      const claims = new GuestClaims();
      const [code, ...others] = await codesOf([merge(), claim(), claims.turn()]);
      expect(others).toEqual([null, null]);
      await mergedAfterAll(code, from, into);
      for (let turns = 0; turns < 20 && (await claims.turn()); turns++);
      expect(await accountsOf(into.id)).toMatchObject({ available: 250, spendMinor: 25_000 });
      seen.push(from.id, into.id);
    });
  });

  it("checking in pays once a day", async () => {
    await race(ROUNDS, LANES, async () => {
      const { from, into } = await twins();
      const merge = await merging(from, into);
      const act = (one: Person) => as(memberCaller(one.id)).earning.checkIn({});
      const [code, one, other] = await codesOf([merge(), act(from), act(into)]);
      const paid = [one, other].filter((end) => end === null).length;
      if (code === null) expect(paid).toBe(1);
      else expect(["VERSION_CONFLICT", "MERGE_REFUSED"]).toContain(code);
      seen.push(from.id, into.id);
    });
  });

  it("anything leaves the ledger in order", async () => {
    const { checks } = await verifyLedger(reader);
    const faults = checks.flatMap(({ violations }) => violations);
    expect(faults.filter(({ memberId }) => seen.includes(memberId))).toEqual([]);
  });
});
