"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useAddress } from "@/app/shell/use-address";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { chipClass } from "@/ui/chip-class";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { PermissionNotice } from "@/ui/permission-notice";
import { showToast } from "@/ui/toast-store";
import type { Approval, ApprovalAct } from "./approval";
import { ApprovalRow } from "./approval-row";
import { approvalStatuses, approvalsInput } from "./approvals-query";
import { CommentDialog, WithdrawDialog } from "./comment-dialog";
import { DecisionDialog } from "./decision-dialog";

export function ApprovalsInbox({ canDecide }: { canDecide: boolean }) {
  const t = useTranslations("approvals");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { read, go } = useAddress();
  const [open, setOpen] = useState<{ approval: Approval; act: ApprovalAct } | null>(null);
  const input = approvalsInput(read);
  const isShown = (status: string) => !input.decidable && status === input.status;
  const query = useInfiniteQuery(
    pagedOptions(trpc.approvals.list.infiniteQueryKey(input), (cursor) =>
      client.approvals.list.query({ ...input, ...cursor }),
    ),
  );

  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) =>
      items.flatMap(({ requestedBy, decidedBy, comments }) => [
        requestedBy,
        decidedBy,
        ...comments.map(({ actor }) => actor),
      ]),
    ) ?? [],
  );

  function done(words: string): void {
    setOpen(null);
    showToast("good", words);
    void queryClient.invalidateQueries();
  }

  return (
    <>
      <fieldset className="mb-4 flex flex-wrap gap-2">
        <legend className="sr-only">{t("filter")}</legend>
        <button
          type="button"
          aria-pressed={input.decidable}
          onClick={() => go({ status: undefined, for: "me" })}
          className={chipClass(input.decidable)}
        >
          {t("forMe")}
        </button>
        {approvalStatuses.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={isShown(status)}
            onClick={() =>
              go({ for: undefined, status: status === "WAITING" ? undefined : status })
            }
            className={chipClass(isShown(status))}
          >
            {t(`statuses.${status}`)}
          </button>
        ))}
      </fieldset>
      {canDecide ? null : <PermissionNotice className="mb-4">{t("readOnly")}</PermissionNotice>}
      <Panel>
        <PagedList
          query={query}
          empty={
            <EmptyState
              title={t(input.decidable ? "emptyForMe" : `empty.${input.status}`)}
              {...(input.status === "WAITING" ? { hint: t("emptyHint") } : {})}
            />
          }
        >
          {(approvals) => (
            <ul>
              {approvals.map((approval) => (
                <ApprovalRow
                  key={approval.approvalId}
                  approval={approval}
                  actorName={actorName}
                  onAct={(act) => setOpen({ approval, act })}
                />
              ))}
            </ul>
          )}
        </PagedList>
      </Panel>
      {open ? (
        <ActDialog
          key={`${open.approval.approvalId}${open.act}`}
          {...open}
          actorName={actorName}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      ) : null}
    </>
  );
}

interface ActDialogProps {
  approval: Approval;
  act: ApprovalAct;
  actorName: (actor: string) => string;
  onClose: () => void;
  onDone: (words: string) => void;
}

function ActDialog({ act, actorName, ...rest }: ActDialogProps) {
  switch (act) {
    case "comment":
      return <CommentDialog {...rest} />;
    case "withdraw":
      return <WithdrawDialog {...rest} />;
    default: {
      const { approval, ...dialog } = rest;
      const decision = { approval, approve: act === "approve" };
      return <DecisionDialog {...dialog} decision={decision} actorName={actorName} />;
    }
  }
}
