import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { lockMember } from "../../members/service/members";
import { closeMember } from "./close-member";

export { confirmSelf } from "../../access/service/erase";
export { closeMember } from "./close-member";

/**
 * A member closes their own account. They type their member code; their password, if they have one
 * here, was looked at before (confirmSelf).
 *
 * Refusals in order: VALIDATION_FAILED at `memberCode`, those of closeMember.
 */
export async function closeSelf(work: Work, memberId: number, typed: { memberCode: string }) {
  const { memberCode } = await lockMember(work, { memberId });
  if (typed.memberCode.trim().toUpperCase() !== memberCode) {
    const errors = [{ path: "memberCode", message: "≠" }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  return closeMember(work, { memberId }, null);
}
