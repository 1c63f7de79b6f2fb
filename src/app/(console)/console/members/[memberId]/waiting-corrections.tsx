"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { PageLink } from "@/ui/page-link";
import type { Approval } from "../../approvals/approval";
import { requesterName } from "../../approvals/approval-row";
import { waitingInput } from "./waiting-query";

interface Waiting {
  items: readonly Approval[];
  /** Only the latest are shown. */
  isPartial: boolean;
}

/** What somebody has asked for about a member and nobody has decided yet, batches too. */
export function useWaitingCorrections(memberId: string): Waiting {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.approvals.list.queryOptions(waitingInput(memberId)));
  return { items: data?.items ?? [], isPartial: Boolean(data?.nextCursor) };
}

/** On the member's page: what it would change here is on its way. */
export function WaitingCorrections({ memberId }: { memberId: string }) {
  const t = useTranslations("shell.correction");
  const waiting = useWaitingCorrections(memberId);
  const { items, isPartial } = waiting;
  if (items.length === 0) return null;
  return (
    <section
      aria-labelledby="waiting-title"
      className="mt-5 rounded-lg border border-line bg-warn-soft px-5 py-4 text-warn"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="waiting-title" className="text-base">
          {t(isPartial ? "waitingMore" : "waiting", { count: items.length })}
        </h2>
        <PageLink href="/console/approvals" className="text-sm underline underline-offset-4">
          {t("toApprovals")}
        </PageLink>
      </div>
      <WaitingList waiting={items} />
    </section>
  );
}

/** In the dialog where it would be asked for once more. */
export function WaitingNotice({ waiting: { items } }: { waiting: Waiting }) {
  const t = useTranslations("shell.correction");
  if (items.length === 0) return null;
  return (
    <div role="status" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
      <p>{t("askedAlready")}</p>
      <WaitingList waiting={items} />
    </div>
  );
}

function WaitingList({ waiting }: { waiting: readonly Approval[] }) {
  const t = useTranslations("shell.correction");
  const format = useFormats();
  const actorName = useActorNames(waiting.map(({ requestedBy }) => requestedBy));
  return (
    <ul className="tabular mt-1 space-y-0.5 text-sm">
      {waiting.map((approval) => (
        <li key={approval.approvalId} className="break-words">
          {t("line", {
            points: pointsOf(approval).map(format.signedPoints).join(" / "),
            reason: approval.reason,
            actor: requesterName(approval, actorName),
            time: format.dateTime(approval.createdAt),
          })}
          {approval.batchId === null ? null : (
            <>
              {" · "}
              <PageLink
                href={`/console/batches/${approval.batchId}`}
                className="underline underline-offset-4"
              >
                {t("inBatch", { id: approval.batchId, rows: approval.ofMember?.rows ?? 0 })}
              </PageLink>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What it would change here: of a batch the member's own rows, given and taken apart. */
function pointsOf({ ofMember, points }: Approval): number[] {
  if (!ofMember) return [points ?? 0];
  const { pointsGiven, pointsTaken } = ofMember;
  return [pointsGiven, -pointsTaken].filter((figure) => figure !== 0);
}
