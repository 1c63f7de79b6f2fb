import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { confirmSelf } from "../../access/service/erase";
import { lockMember } from "../../members/service";
import { closeMember } from "../../orders/service/close-member";

export { closeMember } from "../../orders/service/close-member";

/**
 * A member closes their own account. They type their member code, and their password if they have one
 * here.
 *
 * Refusals in order: RATE_LIMIT_EXCEEDED, VALIDATION_FAILED (password, memberCode), those of
 * closeMember.
 */
export async function closeSelf(
  work: Work,
  memberId: number,
  proof: { memberCode: string; password: string | undefined },
) {
  await confirmSelf(work, memberId, proof.password);
  const { memberCode } = await lockMember(work, { memberId });
  if (proof.memberCode.trim().toUpperCase() !== memberCode) {
    const errors = [{ path: "memberCode", message: "≠" }];
    throw new DomainError("VALIDATION_FAILED", {}, errors);
  }
  return closeMember(work, { memberId }, null);
}
