import type { MemberRef } from "@/platform/auth";
import { plusDays } from "@/platform/business-time";
import type { Reader } from "@/platform/db";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { lockMember, type Member, requireMember } from "../../members/service/members";
import { programOf } from "../../program/service";
import { risen } from "../rules/moment";
import type { Moment } from "../schema";
import * as store from "../store/moments";
import { ladderOf } from "./ladder";

export { forgetShown } from "../store/moments";

/** Whoever comes later than that for the first time is not new any more. */
const WELCOME_DAYS = 30;

type Reading = View & { db: Reader; now: Date };

/** What is to be shown to a member once: what they rose to before that they are welcome. */
async function waiting(view: Reading, member: Member): Promise<Moment | null> {
  const shown = await store.shownUpTo(view.db, member.id);
  const [program, ladder, steps] = await Promise.all([
    programOf(view),
    ladderOf(view),
    store.stepsAfter(view.db, member.id, shown ?? 0),
  ]);
  const found = risen(ladder, member.tierCode, steps);
  const [last] = steps;
  if (found && last) {
    return { kind: "RISEN", changeId: last.id, from: found.from.code, to: found.to.code };
  }
  const isNew = view.now < plusDays(member.joinedAt, WELCOME_DAYS, program.timeZone);
  return shown === undefined && isNew ? { kind: "WELCOME" } : null;
}

/** @throws DomainError MEMBER_NOT_FOUND */
export async function momentOf(ask: Ask, ref: MemberRef): Promise<{ moment: Moment | null }> {
  const member = await requireMember(ask.db, ref);
  if (member.status === "CLOSED") return { moment: null };
  return { moment: await waiting(ask, member) };
}

/**
 * Claims what waits for whoever is about to show it: of any number of tabs and devices one is the first. What
 * holds no more by then, and what another change has overtaken, is shown by nobody.
 *
 * @throws DomainError MEMBER_NOT_FOUND
 */
export async function showMoment(
  work: Work,
  ref: MemberRef,
  changeId: number | null,
): Promise<{ isFirst: boolean }> {
  const member = await lockMember(work, ref);
  const moment = member.status === "CLOSED" ? null : await waiting(work, member);
  const found = moment?.kind === "RISEN" ? moment.changeId : null;
  if (moment === null || found !== changeId) return { isFirst: false };
  store.rememberShown(work.tx, member.id, found ?? 0, work.now);
  return { isFirst: true };
}
