"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { spacedCode } from "@/modules/members/components/membership-card";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import type { Approval, ApprovalAct } from "./approval";
import { ApprovalChanges } from "./approval-changes";
import { ApprovalComments, ApprovalFacts } from "./approval-facts";
import { BatchRows } from "./batch-rows";
import { useSubjectName } from "./use-subject-name";

interface ApprovalRowProps {
  approval: Approval;
  /** Who it was, in words. */
  actorName: (actor: string) => string;
  onAct: (act: ApprovalAct) => void;
}

const toneOf = (status: Approval["status"]) => {
  if (status === "WAITING") return "warn";
  return status === "APPROVED" ? "good" : "neutral";
};

/** One request: what it would move, why, who asked, and what was decided. */
export function ApprovalRow({ approval, actorName, onAct }: ApprovalRowProps) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const tCorrection = useTranslations("shell.correction");
  const subjectName = useSubjectName();
  const target = targetOf(approval);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-line border-b py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 grow basis-72">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="tabular font-semibold font-serif text-lg">
            {approval.points === null || approval.kind === "BATCH"
              ? t(`kinds.${approval.kind}`)
              : t("points", { points: format.signedPoints(approval.points) })}
          </span>
          <PageLink
            href={target.href}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {approval.batchId
              ? t("batch", { id: approval.batchId })
              : (subjectName(approval) ??
                memberName(approval) ??
                t("member", { id: approval.memberId ?? "" }))}
          </PageLink>
          {approval.status === "WAITING" ? null : (
            <Badge tone={toneOf(approval.status)}>{t(`statuses.${approval.status}`)}</Badge>
          )}
        </p>
        <p className="mt-0.5">{approval.reason}</p>
        {approval.memberNote ? (
          <p className="text-ink-soft text-sm">
            {tCorrection("noteSaid", { note: approval.memberNote })}
          </p>
        ) : null}
        <ApprovalChanges changes={approval.changes} />
        <ApprovalFacts approval={approval} />
        <p className="tabular text-ink-faint text-sm">
          {t("asked", {
            actor: requesterName(approval, actorName),
            time: format.dateTime(approval.createdAt),
          })}
        </p>
        {approval.decidedBy && approval.decidedAt ? (
          <p className="tabular text-ink-soft text-sm">
            {t("decided", {
              actor: actorName(approval.decidedBy),
              time: format.dateTime(approval.decidedAt),
              reason: approval.decision || "–",
            })}
          </p>
        ) : null}
        {approval.batchId && approval.status === "WAITING" ? (
          <BatchRows batchId={approval.batchId} />
        ) : null}
        <ApprovalComments comments={approval.comments} actorName={actorName} />
      </div>
      {approval.status === "WAITING" ? <ApprovalActs approval={approval} onAct={onAct} /> : null}
    </li>
  );
}

function ApprovalActs({ approval, onAct }: Pick<ApprovalRowProps, "approval" | "onAct">) {
  const t = useTranslations("approvals");
  return (
    <div className="flex max-w-64 flex-wrap justify-end gap-2">
      {approval.own ? (
        <>
          <p className="text-ink-soft text-sm">{t("own")}</p>
          <Button size="sm" onClick={() => onAct("withdraw")}>
            {t("withdraw")}
          </Button>
        </>
      ) : null}
      {approval.mayDecide ? (
        <>
          <Button size="sm" variant="primary" onClick={() => onAct("approve")}>
            {t("approve")}
          </Button>
          <Button size="sm" onClick={() => onAct("reject")}>
            {t("reject")}
          </Button>
        </>
      ) : null}
      <Button size="sm" variant="quiet" onClick={() => onAct("comment")}>
        {t("comment")}
      </Button>
    </div>
  );
}

function targetOf({ batchId, memberId, subject }: Approval): { href: string } {
  if (batchId) return { href: `/console/batches/${batchId}` };
  switch (subject?.type) {
    case undefined:
      return { href: `/console/members/${memberId}` };
    case "key":
      return { href: "/console/keys" };
    case "user":
      return { href: "/console/operators" };
    case "activity":
      return { href: `/console/activities/${subject.id}` };
    case "automation":
      return { href: `/console/automations/${subject.id}` };
    case "draft":
      return { href: `/console/drafts/${subject.id}` };
    case "ladder":
      return { href: "/console/tiers" };
    case "benefit":
    case "benefitTiers":
    case "benefitRemoved":
      return { href: "/console/benefits" };
    case "policy":
      return { href: "/console/approvals#policy" };
    case "import":
      return { href: `/console/imports/${subject.id}` };
    case "couponIssue":
      return { href: "/console/coupons" };
    case "reward":
      return { href: "/console/rewards" };
    default:
      return { href: "/console/program" };
  }
}

/** How the member is called, with the code that tells namesakes apart. */
export function memberName({ member }: Approval): string | null {
  if (!member) return null;
  const code = spacedCode(member.memberCode);
  return member.nickname === null ? code : `${member.nickname} · ${code}`;
}

/** Who asked, by name; of a key its person too. */
export function requesterName(approval: Approval, actorName: (actor: string) => string): string {
  const { requestedBy, requester } = approval;
  const name = actorName(requestedBy);
  return requester === null || requester === name ? name : `${name} (${requester})`;
}
