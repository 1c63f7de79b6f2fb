"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowDownUp, Award, Merge, Pencil, Snowflake } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { showToast } from "@/ui/toast-store";
import type { ActionDialogProps, MemberActionsProps } from "./action-props";

// Each dialog is loaded when it is first opened: looking at a member needs none of them.
const AdjustDialog = lazy(async () => ({
  default: (await import("./adjust-dialog")).AdjustDialog,
}));
const EditDialog = lazy(async () => ({ default: (await import("./edit-dialog")).EditDialog }));
const StatusDialog = lazy(async () => ({
  default: (await import("./status-dialog")).StatusDialog,
}));
const TierDialog = lazy(async () => ({ default: (await import("./tier-dialog")).TierDialog }));

type Action = "adjust" | "edit" | "status" | "tier";

export function MemberActions(member: MemberActionsProps) {
  const t = useTranslations("console.actions");
  const tMerging = useTranslations("merging");
  const router = useRouter();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Action | null>(null);
  const [opened, setOpened] = useState<readonly Action[]>([]);
  if (member.status === "CLOSED") return null;

  function show(action: Action): void {
    setOpen(action);
    setOpened([...opened, action]);
  }

  function done(words: string): void {
    setOpen(null);
    showToast("good", words);
    void queryClient.invalidateQueries();
    router.refresh();
  }

  const dialog = (action: Action): ActionDialogProps => ({
    ...member,
    open: open === action,
    onOpenChange: (next) => setOpen(next ? action : null),
    onDone: done,
  });

  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">{t("label")}</legend>
      <Button size="sm" variant="primary" onClick={() => show("adjust")}>
        <ArrowDownUp aria-hidden="true" className="size-4" />
        {t("adjust")}
      </Button>
      <Button size="sm" onClick={() => show("edit")}>
        <Pencil aria-hidden="true" className="size-4" />
        {t("edit")}
      </Button>
      <Button size="sm" onClick={() => show("tier")}>
        <Award aria-hidden="true" className="size-4" />
        {t("setTier")}
      </Button>
      <Button size="sm" onClick={() => show("status")}>
        <Snowflake aria-hidden="true" className="size-4" />
        {member.status === "FROZEN" ? t("unfreeze") : t("freeze")}
      </Button>
      <PageLink
        href={`/console/members/${member.memberId}/merge`}
        className={buttonClass("secondary", "sm")}
      >
        <Merge aria-hidden="true" className="size-4" />
        {tMerging("open")}
      </PageLink>
      {/* A boundary of its own: without it the page would vanish while a dialog loads. */}
      <Suspense fallback={null}>
        {opened.includes("adjust") ? <AdjustDialog {...dialog("adjust")} /> : null}
        {opened.includes("edit") ? <EditDialog {...dialog("edit")} /> : null}
        {opened.includes("tier") ? <TierDialog {...dialog("tier")} /> : null}
        {opened.includes("status") ? <StatusDialog {...dialog("status")} /> : null}
      </Suspense>
    </fieldset>
  );
}
