import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import {
  CARD_CODE,
  cardCodesFrom,
  readCardCode,
  STEP_SECONDS,
  spendCardCode,
} from "../../members/service/card-codes";
import { requireMember } from "../../members/service/members";
import { openAccount } from "../../points/service/account";
import { programOf } from "../../program/service";
import type { Identified } from "../schema";
import { profileView } from "./profile";

/** What stands on a card beside the code that changes. */
const FIXED_CODE = /^M\d{12}$/;

/**
 * POST /members/identify: whose card was scanned. A code that changes identifies once: sent again under
 * the same Idempotency-Key it is answered as before, by the same caller; anything else is refused. Closed
 * members are told as such.
 *
 * Refusals in order: CARD_CODE_REFUSED (UNKNOWN, EXPIRED, FIXED_OFF), MEMBER_NOT_FOUND, CARD_CODE_REFUSED (USED).
 *
 * @param at the real time
 */
export async function identify(work: Work, scanned: string, at: Date): Promise<Identified> {
  const { rules } = await programOf(work);
  if (FIXED_CODE.test(scanned)) {
    if (!rules.till.fixedCodeEnabled) {
      throw new DomainError("CARD_CODE_REFUSED", { reason: "FIXED_OFF" });
    }
    return answer(work, scanned, "FIXED_CODE");
  }
  if (!CARD_CODE.test(scanned)) throw new DomainError("CARD_CODE_REFUSED", { reason: "UNKNOWN" });
  const { memberCode, slot } = readCardCode(scanned, at.getTime());
  const { id } = await requireMember(work.tx, { memberCode });
  await spendCardCode(work, id, slot, at);
  return answer(work, memberCode, "CARD_CODE");
}

async function answer(
  work: Work,
  memberCode: string,
  identifiedBy: Identified["identifiedBy"],
): Promise<Identified> {
  const { member } = await openAccount(work, { memberCode });
  work.audit({ action: "members.identify", memberId: member.id, after: { identifiedBy } });
  return { identifiedBy, member: await profileView(work, member) };
}

/** What the card of a member shows now and in the next minutes. @param at the real time */
export async function cardCodesOf(ask: Ask, memberId: number, at: Date) {
  const { memberCode } = await requireMember(ask.db, { memberId });
  return { now: at, stepSeconds: STEP_SECONDS, items: cardCodesFrom(memberCode, at.getTime()) };
}
