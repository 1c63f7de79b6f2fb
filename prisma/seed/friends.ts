import { invitationsOf } from "@/modules/activities/service/invite";
import { markRead } from "@/modules/inbox/service";
import { findMember } from "@/modules/members/service";
import { enrolMember } from "@/modules/profile/service/profile";
import { reader } from "@/platform/db";
import { at, daysAgo, play, type TimedAct } from "./acts";

/** Whom the gold shopper brought along: days ago of joining and of the first order, if there is one. */
const FRIENDS = [
  { externalId: "demo-friend-1", nickname: "顾念", joined: 6, ordered: 820 },
  { externalId: "demo-friend-2", nickname: "许棠", joined: 4, ordered: 1_000 },
  { externalId: "demo-friend-3", nickname: "温言", joined: 1, ordered: null },
];

/** After everybody else's story: a first order pays its referrer, whose own lines come before it. */
export async function inviteFriends(referrer: string): Promise<void> {
  const { inviteCode } = await at(daysAgo(7, 0), (work) =>
    invitationsOf({ ...work, db: work.tx }, { externalId: referrer }),
  );
  for (const { externalId, nickname, joined, ordered } of FRIENDS) {
    const known = await findMember(reader, { externalId });
    if (!known) {
      await at(daysAgo(joined, 400), (work) =>
        enrolMember(work, { externalId, nickname }, inviteCode),
      );
    }
    if (ordered === null) continue;
    const act = { kind: "order", orderId: `${externalId}-1`, yuan: 168 } as const;
    await play(externalId, [{ at: daysAgo(1, ordered), act }]);
  }
}

/** Old messages have been read; what came since waits. */
export function readUpTo(days: number): TimedAct {
  return {
    at: daysAgo(days, 0),
    act: {
      kind: "do",
      run: async (work, ref) => {
        const member = await findMember(work.tx, ref);
        if (member) await markRead(work, member.id, null);
      },
    },
  };
}
