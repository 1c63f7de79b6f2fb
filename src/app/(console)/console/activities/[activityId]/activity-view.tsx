"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useActivityWords } from "@/modules/activities/components/use-activity-words";
import { useTermWords } from "@/modules/activities/components/use-term-words";
import { isPerOrder } from "@/modules/activities/rules/per-order";
import { textOf } from "@/platform/texts";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { classNames } from "@/ui/class-names";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import {
  ACTIVITY_TEXTS,
  type ActivityField,
  changedSettings,
  draftOfActivity,
} from "../activity-draft";
import { ActivityForm } from "../activity-form";
import {
  ActivityBadge,
  type ManagedActivity,
  promised,
  useActivityFigures,
} from "../activity-status";
import { ActionDialog, type ActivityAction } from "./action-dialog";

interface ActivityViewProps {
  activityId: string;
  tiers: readonly { code: string; name: string }[];
}

const actionsOf: Record<ManagedActivity["status"], readonly ActivityAction[]> = {
  DRAFT: ["publish"],
  SCHEDULED: ["pause", "end"],
  RUNNING: ["pause", "end"],
  PAUSED: ["resume", "end"],
  ENDED: [],
};

const growing: readonly ActivityField[] = ["endsAt", "capacity", "pointsBudget"];

/** What may not change any more: members were promised it. */
function isFixedFor({ status, startsAt }: ManagedActivity, now: Date) {
  // The page's moment is that of its loading, the status is that of the last answer.
  const isWaiting = status === "PAUSED" && now.toISOString() < startsAt;
  const isOpen = status === "DRAFT" || status === "SCHEDULED" || isWaiting;
  return (field: ActivityField): boolean => {
    if (isOpen || ACTIVITY_TEXTS.some((text) => text === field)) return false;
    return status === "ENDED" || !growing.includes(field);
  };
}

/** One activity: what it has done, what can be done with it, and what can still be changed. */
export function ActivityView({ activityId, tiers }: ActivityViewProps) {
  const t = useTranslations("activityDesk");
  const { now, timeZone, locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [action, setAction] = useState<ActivityAction | null>(null);
  // The form starts anew when somebody wants the latest state, and only then.
  const [round, setRound] = useState(0);
  const [isDirty, setDirty] = useState(false);
  const query = useQuery(trpc.activities.get.queryOptions({ activityId }));
  const save = useMutation(
    trpc.activities.change.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId === null ? "saved" : "waits"));
        await queryClient.invalidateQueries();
        setRound((past) => past + 1);
        setDirty(false);
      },
    }),
  );
  if (query.isError && !query.data) {
    return (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    );
  }
  const activity = query.data;
  if (!activity) return <SkeletonRows label={t("loading")} />;
  const initial = draftOfActivity(activity, timeZone);
  const isConflict = failureOf(save.error).code === "VERSION_CONFLICT";

  async function reload(): Promise<void> {
    await query.refetch();
    save.reset();
  }

  return (
    <>
      {query.isError ? (
        <LoadFailed
          stale
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div>
          <h1 className="text-2xl">{textOf(activity, "title", locale)}</h1>
          <p className="mt-1.5">
            <ActivityBadge status={activity.status} />
          </p>
          <Said activity={activity} />
        </div>
        <fieldset className="flex flex-wrap items-center gap-2" disabled={isDirty}>
          <legend className="sr-only">{t("actionsLabel")}</legend>
          {isDirty && actionsOf[activity.status].length > 0 ? (
            <span className="text-ink-soft text-sm">{t("saveFirst")}</span>
          ) : null}
          {actionsOf[activity.status].map((one) => (
            <Button
              key={one}
              size="sm"
              variant={one === "publish" || one === "resume" ? "primary" : "secondary"}
              onClick={() => setAction(one)}
            >
              {t(`actions.${one}`)}
            </Button>
          ))}
        </fieldset>
      </div>
      <Effect activity={activity} />
      <ActivityForm
        key={round}
        activityId={activityId}
        initial={initial}
        standing={activity}
        isFixed={isFixedFor(activity, now)}
        tiers={tiers}
        error={save.error}
        saving={save.isPending}
        onDirty={setDirty}
        onSave={(draft) => {
          const changed = changedSettings(initial, draft, timeZone);
          if (save.isPending || Object.keys(changed).length === 0) return;
          save.mutate({ activityId, revision: activity.revision, ...changed });
        }}
        actions={(dirty) => (
          <>
            {isConflict ? <Button onClick={() => void reload()}>{t("reload")}</Button> : null}
            <Button type="submit" variant="primary" pending={save.isPending} disabled={!dirty}>
              {t(save.isPending ? "saving" : "save")}
            </Button>
          </>
        )}
      />
      {action ? (
        <ActionDialog activity={activity} action={action} onClose={() => setAction(null)} />
      ) : null}
    </>
  );
}

/** What it gives, of what, when, and beside which others. */
function Said({ activity }: { activity: ManagedActivity }) {
  const { locale } = useFormats();
  const words = useActivityWords();
  const terms = useTermWords();
  const said = [
    words.promise(promised(activity, locale)),
    terms.line(activity),
    isPerOrder(activity.effect) ? terms.stacking(activity.stacking) : "",
  ];
  return <p className="mt-1.5 text-ink-soft text-sm">{said.filter(Boolean).join(" · ")}</p>;
}

function Effect({ activity }: { activity: ManagedActivity }) {
  const t = useTranslations("activityDesk");
  const figures = useActivityFigures();
  const { coupon } = activity;
  const facts = [
    { label: t("column.participants"), value: figures.participants(activity) },
    { label: t("column.given"), value: figures.given(activity) },
    { label: t("column.budgetLeft"), value: figures.budgetLeft(activity) },
    ...(coupon ? [{ label: t("coupon.given"), value: figures.coupons(coupon) }] : []),
  ];
  return (
    <>
      {coupon?.isOver && activity.status !== "ENDED" ? (
        <p role="status" className="mb-6 rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {t("coupon.off", { missed: coupon.missed })}
        </p>
      ) : null}
      <dl className={classNames("mb-6 grid gap-3", coupon ? "sm:grid-cols-4" : "sm:grid-cols-3")}>
        {facts.map(({ label, value }) => (
          <div key={label} className="rounded-lg border border-line bg-surface px-5 py-4">
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular mt-0.5 font-semibold font-serif text-xl">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
