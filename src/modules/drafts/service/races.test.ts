import { describe, expect, it } from "vitest";
import { setBusinessClockOffset } from "@/platform/clock";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { ADMIN, as, SECOND_ADMIN } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { bought, enrolled } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { raceRounds, raceTimeout } from "@/testing/races";
import { publishDue } from "./due";

const TODAY = new Date("2026-05-10T04:00:00.000Z");
const MINUTE = 60_000;
const ROUNDS = raceRounds(4);
const admin = as(ADMIN);
const POINTS = "rules.earn.pointsPerYuan";

/** Four ways to publish over the same version, each with other points for a yuan. */
async function contenders(round: number, now: Date) {
  const { versionId: expectedVersion, rules } = await admin.program.current({});
  const was = rules.earn.pointsPerYuan;
  const prepared = async (points: number) => {
    const { draftId } = await admin.drafts.create({ name: `round ${round}` });
    const edits = [{ field: POINTS, was, value: points }];
    const { revision } = await admin.drafts.edit({ draftId, edits });
    return { draftId, revision, reason: "a race" };
  };
  const scheduled = await prepared(11 + (round % 2));
  const publishAt = new Date(now.getTime() + MINUTE).toISOString();
  await admin.drafts.publish({ ...scheduled, publishAt });
  const byHand = await prepared(13 + (round % 2));
  const due = { now: new Date(now.getTime() + 2 * MINUTE), progress: null, stopping: () => false };
  setBusinessClockOffset(due.now.getTime() - Date.now());
  const earn = { ...rules.earn, pointsPerYuan: 15 + (round % 2) };
  return {
    expectedVersion,
    scheduled: scheduled.draftId,
    acts: [
      () => publishDue(due).then(() => null),
      () => publishDue(due).then(() => null),
      () => admin.drafts.publish(byHand),
      () => as(SECOND_ADMIN).drafts.publish(byHand),
      () => admin.program.publishRules({ expectedVersion, reason: "a race", earn }),
    ],
  };
}

interface Entry {
  versionId: number;
  points: number;
}

describe("whoever publishes at once", () => {
  useDatabase("draft-races");
  // More than a tenth back would wait for a second person.
  useProgram({ redeem: { pointsPerYuanOff: 100_000 } });
  useBusinessTime(TODAY.toISOString());

  it(
    "is one, the others are told, and each order is decided whole by one of both versions",
    async () => {
      const member = await enrolled();
      for (let round = 0; round < ROUNDS; round += 1) {
        const now = new Date(TODAY.getTime() + round * 10 * MINUTE);
        setBusinessClockOffset(now.getTime() - Date.now());
        const { expectedVersion, scheduled, acts } = await contenders(round, now);
        const orders = Array.from({ length: 6 }, () =>
          bought(member.id, { yuan: 10, now: new Date(now.getTime() + 2 * MINUTE) }),
        );
        const [outcomes, done] = await Promise.all([
          Promise.allSettled(acts.map((act) => act())),
          Promise.all(orders),
        ]);
        const came = await reader.rows<{ id: number; rules: string }>(
          "SELECT id, rules FROM program_version WHERE id >= ? ORDER BY id",
          [Number(expectedVersion)],
        );
        expect(came).toHaveLength(2);
        const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
        for (const one of refused) {
          expect(asDomainError(one)?.domainCode).toBe("VERSION_CONFLICT");
        }
        const { status, parkedCode } = await admin.drafts.get({ draftId: scheduled });
        const isLate = status === "PARKED" && parkedCode === "VERSION_CONFLICT";
        expect(refused).toHaveLength(isLate ? 2 : 3);
        if (!isLate) expect(status).toBe("PUBLISHED");
        const pays = new Map(
          came.map(({ id, rules }) => [id, JSON.parse(rules).earn.pointsPerYuan as number]),
        );
        const ids = done.map(({ orderId }) => orderId);
        const entries = await reader.rows<Entry>(
          `SELECT programVersionId AS versionId, availableDelta + pendingDelta AS points
             FROM points_entry
            WHERE memberId = ? AND type = 'EARN' AND referenceId IN (${ids.map(() => "?")})`,
          [member.id, ...ids],
        );
        expect(entries).toHaveLength(orders.length);
        for (const { versionId, points } of entries) {
          expect(points).toBe(10 * (pays.get(versionId) ?? 0));
        }
      }
    },
    raceTimeout(ROUNDS),
  );

  it("has fifty drafts that live at once, however many are begun at once", async () => {
    const begun = await Promise.allSettled(
      Array.from({ length: 90 }, (_, n) => admin.drafts.create({ name: `at once ${n}` })),
    );
    const { items } = await admin.drafts.list({ limit: 100 });
    expect(items).toHaveLength(50);
    for (const one of begun) {
      if (one.status === "rejected")
        expect(asDomainError(one.reason)?.status).toBeOneOf([409, 503]);
    }
  });

  it.each([
    ["a.b", 1],
    ["currencies.rates", []],
    ["rules.benefits.NEW.enabled", true],
    ["tiers.GOLD.benefits.FREE_SHIPPING", "yes"],
  ])("is told that no program has a field %s", async (field, value) => {
    const { items } = await admin.drafts.list({ limit: 1 });
    const draftId = items[0]?.draftId ?? "";
    const was = field.endsWith("FREE_SHIPPING") ? true : undefined;
    const sent = admin.drafts.edit({ draftId, edits: [{ field, was, value }] });
    await expect(sent).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("is asked for once by each, whoever else asks for the same meanwhile", async () => {
    const { versionId: expectedVersion, rules } = await admin.program.current({});
    const tiers = { ...rules.tiers, protectionMonths: 24 };
    const ask = async (who: typeof ADMIN) => {
      const edit = { expectedVersion, reason: "longer", tiers };
      return (await as(who).program.publishRules(edit)).approvalId;
    };
    const [one, other] = [await ask(ADMIN), await ask(SECOND_ADMIN)];
    expect(one).not.toBe(other);
    expect([await ask(ADMIN), await ask(SECOND_ADMIN)]).toEqual([one, other]);
  });
});
