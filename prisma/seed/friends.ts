import { invitationsOf } from "@/modules/earning/service/invite";
import { markRead } from "@/modules/inbox/service";
import { findMember } from "@/modules/members/service/members";
import { enrolMember } from "@/modules/profile/service/profile";
import { momentOf, showMoment } from "@/modules/tiers/service/moment";
import { reader } from "@/platform/db";
import { askAt, at, businessDaysAgo, daysAgo, play, type TimedAct, told } from "./acts";

/** Whom the gold shopper brought along: days ago of joining, and the minute of the first order. */
export const FRIENDS = [
  { name: "friend-1", nickname: "顾念", joined: 6, ordered: 820 },
  { name: "friend-2", nickname: "许棠", joined: 4, ordered: 1_000 },
  { name: "friend-3", nickname: "温言", joined: 3, ordered: null },
  { name: "friend-4", nickname: "陆遥", joined: 2, ordered: null },
  { name: "friend-5", nickname: "白芷", joined: 2, ordered: null },
  { name: "friend-6", nickname: "纪安", joined: 2, ordered: null },
  { name: "friend-7", nickname: "闻溪", joined: 1, ordered: null },
  { name: "friend-8", nickname: "岑夏", joined: 1, ordered: null },
];

/** After everybody else's story: a first order pays its referrer, whose own lines come before it. */
export async function inviteFriends(referrer: string): Promise<void> {
  const { inviteCode } = await invitationsOf(askAt(daysAgo(7, 0)), { externalId: referrer });
  for (const { name, nickname, joined, ordered } of FRIENDS) {
    const externalId = `demo-${name}`;
    const known = await findMember(reader, { externalId });
    if (!known) {
      await at(daysAgo(joined, 400), (work) => {
        told(work, "members.create", { externalId, inviteCode }, ["externalId", "inviteCode"]);
        return enrolMember(work, { externalId, nickname, inviteCode });
      });
    }
    if (ordered === null) continue;
    const act = { kind: "order", orderId: `${externalId}-1`, yuan: 168 } as const;
    await play(externalId, [{ at: businessDaysAgo(1, ordered), act }]);
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

/** What they rose to is old news to who signs in to the demo. */
export const SEEN: TimedAct = {
  at: daysAgo(0, 0),
  act: {
    kind: "do",
    run: async (work, ref) => {
      const { moment } = await momentOf(work, ref);
      if (moment) await showMoment(work, ref, moment.kind === "RISEN" ? moment.changeId : null);
    },
  },
};
