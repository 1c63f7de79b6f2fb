import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { at, SERVICE, WEBHOOK } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, enrolled, fresh } from "@/testing/factories";
import { race, raceRounds, raceTimeout } from "@/testing/races";
import { handleEvent } from "../../intake/service/events";
import { openAccount } from "../../points/service/account";
import { captureHold } from "../../points/service/capture";
import { holdPoints } from "../../points/service/holds";
import { releaseHold } from "../../points/service/release";
import { verifyLedger } from "../../points/service/verify";
import { shopEvent } from "../schema/events";

type ShopEvent = z.input<typeof shopEvent>;

const T0 = new Date("2026-03-01T04:00:00Z");
const minutes = (n: number) => new Date(T0.getTime() + n * 60_000);
/** The last moment but one of the hold, and the first at which it is over. */
const BEFORE = minutes(14);
const AFTER = minutes(15);

const EARNED = 1000;
const HELD = 300;
const WHOLE = { points: null, orderAmountMinor: null };

interface Held {
  memberId: number;
  externalId: string;
  /** The order that earned the points, and that the points are held for. */
  orderId: string;
  holdId: number;
}

async function held(): Promise<Held> {
  const member = await enrolled();
  const { orderId } = await bought(member.id, { yuan: EARNED, now: "2026-02-01T04:00:00Z" });
  const request = { points: HELD, orderId, orderAmountMinor: 100_000, ttlSeconds: 900 };
  const ref = { memberId: member.id };
  const hold = await at(T0, (work) => holdPoints(work, ref, request), SERVICE);
  const { externalId } = member;
  return {
    memberId: member.id,
    externalId: externalId ?? "",
    orderId,
    holdId: hold.holdId,
  };
}

function told(event: ShopEvent) {
  return at(BEFORE, (work) => handleEvent(work, shopEvent.parse(event)), WEBHOOK);
}

/** What can happen to a hold; time passes for it while the other act is still in its last minute. */
const ENDINGS = {
  capture: ({ holdId }: Held) => at(BEFORE, (work) => captureHold(work, holdId, WHOLE), SERVICE),
  release: ({ holdId }: Held) => at(BEFORE, (work) => releaseHold(work, holdId), SERVICE),
  expire: ({ memberId }: Held) => at(AFTER, (work) => openAccount(work, { memberId })),
  cancel: ({ externalId, orderId }: Held) =>
    told({
      type: "ORDER_CANCELLED",
      timestamp: BEFORE.toISOString(),
      data: { externalId, orderId },
    }),
  refund: ({ externalId, orderId }: Held) =>
    told({
      type: "ORDER_REFUNDED",
      timestamp: BEFORE.toISOString(),
      data: {
        externalId,
        orderId,
        refundId: fresh("r"),
        amountMinor: EARNED * 100,
        refundedAt: BEFORE.toISOString(),
      },
    }),
};

type Ending = keyof typeof ENDINGS;

const names = Object.keys(ENDINGS) as Ending[];
const PAIRS = names.flatMap((one, index) =>
  names.slice(index + 1).map((other): [Ending, Ending] => [one, other]),
);

/** True where the act was carried out, false where a rule refused it; anything else is a fault. */
async function isDone(act: Promise<unknown>): Promise<boolean> {
  try {
    await act;
    return true;
  } catch (error) {
    if (asDomainError(error)?.domainCode !== "HOLD_NOT_ACTIVE") throw error;
    return false;
  }
}

interface Outcome {
  status: string;
  captured: number;
  letGo: number;
}

/** The hold's row, and what of the ledger ended it. */
async function outcomeOf({ holdId, memberId }: Held): Promise<Outcome> {
  const row = await reader.row<Outcome>(
    `SELECT h.status,
        (SELECT COUNT(*) FROM points_entry WHERE memberId = h.memberId AND type = 'REDEEM') AS captured,
        (SELECT COUNT(*) FROM points_entry WHERE memberId = h.memberId AND type = 'RELEASE') AS letGo
       FROM points_hold h WHERE h.id = ? AND h.memberId = ?`,
    [holdId, memberId],
  );
  if (!row) throw new Error("the hold is gone");
  return row;
}

const ONE_ENDING: Record<string, Omit<Outcome, "status">> = {
  CAPTURED: { captured: 1, letGo: 0 },
  RELEASED: { captured: 0, letGo: 1 },
  EXPIRED: { captured: 0, letGo: 1 },
};

/** Which endings a pair may lead to. */
const LEADS_TO: Record<Ending, string> = {
  capture: "CAPTURED",
  release: "RELEASED",
  expire: "EXPIRED",
  cancel: "RELEASED",
  refund: "RELEASED",
};

/** What spendable minus owed may be in the end: what was earned and not undone, less what was spent. */
function worthsAfter(pair: readonly Ending[], status: string): number[] {
  const isUndone = pair.includes("cancel") || pair.includes("refund");
  // Of an order that is undone nothing stays, whether its points were spent before or let go.
  if (isUndone) return [0];
  return [status === "CAPTURED" ? EARNED - HELD : EARNED];
}

describe("a hold whose endings come at once", () => {
  useDatabase();
  const rounds = raceRounds(4);

  it.each(PAIRS)(
    "ends in exactly one way under %s and %s",
    async (one, other) => {
      const pair: Ending[] = [one, other];
      const seen: Record<string, number> = {};
      const people: number[] = [];
      await race(rounds, 4, async () => {
        const hold = await held();
        people.push(hold.memberId);
        const order = Math.random() < 0.5 ? pair : pair.toReversed();
        const done = await Promise.all(order.map((name) => isDone(ENDINGS[name](hold))));
        const { status, ...ending } = await outcomeOf(hold);
        expect(ending).toEqual(ONE_ENDING[status]);
        expect([LEADS_TO[one], LEADS_TO[other]]).toContain(status);
        for (const [index, name] of order.entries()) {
          const leads = LEADS_TO[name];
          const mayBeRefused = name === "capture" || name === "release";
          if (mayBeRefused) expect(done[index]).toBe(status === leads);
          else expect(done[index]).toBe(true);
        }
        const { available, frozen, owed } = await accountsOf(hold.memberId);
        expect(frozen).toBe(0);
        expect(worthsAfter(pair, status)).toContain(available - owed);
        seen[status] = (seen[status] ?? 0) + 1;
      });
      const { checks } = await verifyLedger(reader);
      const faulty = checks.flatMap(({ violations }) => violations);
      expect(faulty.filter(({ memberId }) => people.includes(memberId))).toEqual([]);
      if (rounds >= 100)
        console.log(`${one} × ${other}, ${rounds} rounds: ${JSON.stringify(seen)}`);
    },
    raceTimeout(rounds),
  );
});
