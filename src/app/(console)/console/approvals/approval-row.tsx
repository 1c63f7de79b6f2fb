"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";

export type Approval = Outputs["points"]["approvals"]["items"][number];

interface ApprovalRowProps {
  approval: Approval;
  /** Who it was, in words. */
  actorName: (actor: string) => string;
  isOwn: boolean;
  /** Null where whoever looks may not decide. */
  onDecide: ((approve: boolean) => void) | null;
}

const tones = { WAITING: "warn", APPROVED: "good", REJECTED: "neutral" } as const;

/** One request: what it would move, why, who asked, and what was decided. */
export function ApprovalRow({ approval, actorName, isOwn, onDecide }: ApprovalRowProps) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const { memberId, batchId } = approval;
  const target = batchId
    ? { href: `/console/batches/${batchId}`, words: t("batch", { id: batchId }) }
    : { href: `/console/members/${memberId}`, words: t("member", { id: memberId ?? "" }) };
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-line border-b py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="min-w-0 grow basis-72">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="tabular font-semibold font-serif text-lg">
            {t("points", { points: format.signedPoints(approval.points) })}
          </span>
          <Link
            href={target.href}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {target.words}
          </Link>
          {approval.status === "WAITING" ? null : (
            <Badge tone={tones[approval.status]}>{t(`statuses.${approval.status}`)}</Badge>
          )}
        </p>
        <p className="mt-0.5">{approval.reason}</p>
        <p className="tabular text-ink-faint text-sm">
          {t("asked", {
            actor: actorName(approval.requestedBy),
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
      {approval.status !== "WAITING" || !onDecide ? null : isOwn ? (
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
