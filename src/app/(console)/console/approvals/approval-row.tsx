"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { spacedCode } from "@/modules/members/components/membership-card";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { PageLink } from "@/ui/page-link";
import { ApprovalChanges } from "./approval-changes";

export type Approval = Outputs["approvals"]["list"]["items"][number];

interface ApprovalRowProps {
  approval: Approval;
  /** Who it was, in words. */
  actorName: (actor: string) => string;
  /** Null where whoever looks may not decide. */
  onDecide: ((approve: boolean) => void) | null;
}

const tones = { WAITING: "warn", APPROVED: "good", REJECTED: "neutral" } as const;

/** One request: what it would move, why, who asked, and what was decided. */
export function ApprovalRow({ approval, actorName, onDecide }: ApprovalRowProps) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const tCorrection = useTranslations("shell.correction");
  const target = targetOf(approval);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-line border-b py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 grow basis-72">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="tabular font-semibold font-serif text-lg">
            {approval.points === null || approval.changes.length > 0
              ? t(`kinds.${approval.kind}`)
              : t("points", { points: format.signedPoints(approval.points) })}
          </span>
          <PageLink
            href={target.href}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {approval.batchId
              ? t("batch", { id: approval.batchId })
              : (approval.subject?.name ??
                memberName(approval) ??
                t("member", { id: approval.memberId ?? "" }))}
          </PageLink>
          {approval.status === "WAITING" ? null : (
            <Badge tone={tones[approval.status]}>{t(`statuses.${approval.status}`)}</Badge>
          )}
        </p>
        <p className="mt-0.5">{approval.reason}</p>
        {approval.memberNote ? (
          <p className="text-ink-soft text-sm">
            {tCorrection("noteSaid", { note: approval.memberNote })}
          </p>
        ) : null}
        <ApprovalChanges changes={approval.changes} />
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
              reason: approval.decision ?? "–",
            })}
          </p>
        ) : null}
      </div>
      {approval.status !== "WAITING" || !onDecide ? null : approval.own ? (
        <p className="max-w-48 text-ink-soft text-sm">{t("own")}</p>
      ) : (
        <div className="flex gap-2">
          <Button size="sm" variant="primary" onClick={() => onDecide(true)}>
            {t("approve")}
          </Button>
          <Button size="sm" onClick={() => onDecide(false)}>
            {t("reject")}
          </Button>
        </div>
      )}
    </li>
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
    case "draft":
      return { href: `/console/drafts/${subject.id}` };
    case "ladder":
      return { href: "/console/tiers" };
    case "benefit":
    case "benefitTiers":
      return { href: "/console/benefits" };
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
