import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import * as requests from "../../access/service/approvals";
import { seesKind } from "./list";

const COMMENTS_MAX = 50;

/**
 * Says something of a request, to whoever sees it.
 *
 * Refusals in order: NOT_FOUND (also of what only those see who manage access), VALIDATION_FAILED (so many
 * were said already).
 */
export async function commentOn(work: Work, approvalId: number, text: string) {
  const approval = await requests.approvalById(work.tx, approvalId);
  if (!approval || !seesKind(work.caller, approval.kind)) throw new DomainError("NOT_FOUND");
  if ((await requests.countComments(work.tx, approvalId)) >= COMMENTS_MAX) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: "text", message: `≤ ${COMMENTS_MAX}` },
    ]);
  }
  const comment = { approvalId, actor: work.actor, text, createdAt: work.now };
  const commentId = await requests.insertComment(work.tx, comment);
  const target = `approval:${approvalId}`;
  // Its words may be about a member, and go with them: the log has that something was said.
  work.audit({ action: "approvals.comment", memberId: approval.memberId, target });
  return { commentId };
}
