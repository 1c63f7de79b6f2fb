"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { ProgressBar } from "@/ui/progress-bar";
import { SkeletonRows } from "@/ui/skeleton";
import { MachineResult } from "./machine-result";
import { type SearchedEdit, useMachineSearch } from "./use-machine-search";

interface MachineStepProps {
  edit: SearchedEdit;
  /** The version that it is about where nothing is edited. */
  versionId?: string;
}

/** Before one publishes: whether members could make money by it. Nobody has to look. */
export function MachineStep({ edit, versionId }: MachineStepProps) {
  const t = useTranslations("program.machines");
  const id = useId();
  const search = useMachineSearch(edit, versionId);
  return (
    <section aria-labelledby={id} className="rounded-md border border-line bg-surface px-4 py-4">
      <h3 id={id} className="text-base">
        {t("title")}
      </h3>
      {search.asked ? (
        <Asked search={search} />
      ) : (
        <>
          <p className="mt-1 text-ink-soft text-sm">{t("lead")}</p>
          <StartButton search={search} label={t("start")} />
        </>
      )}
    </section>
  );
}

interface AskedProps {
  search: ReturnType<typeof useMachineSearch>;
}

function StartButton({ search, label }: AskedProps & { label: string }) {
  const t = useTranslations("program.machines");
  const failure = failureOf(search.startError);
  return (
    <>
      <Button size="sm" className="mt-3" pending={search.isStarting} onClick={search.start}>
        {label}
      </Button>
      {search.startError ? (
        <p role="alert" className="mt-2 text-seal-ink text-sm">
          {failure.code === "VERSION_CONFLICT" ? t("conflict") : (failure.detail ?? t("failed"))}
        </p>
      ) : null}
    </>
  );
}

function Asked({ search }: AskedProps) {
  const t = useTranslations("program.machines");
  const { query, isOld } = search;
  // One's next search takes it away, and a day does.
  if (failureOf(query.error).code === "NOT_FOUND")
    return <Again search={search} words={t("gone")} />;
  if (!query.data) {
    return query.isError ? (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows label={t("loading")} />
    );
  }
  const { status, depth, stepsMax } = query.data;
  if (status === "FAILED") return <Again search={search} words={t("failed")} />;
  if (status === "RUNNING") {
    const said = t("progress", { depth });
    return (
      <div className="mt-3">
        <p role="status" className="mb-2 text-ink-soft text-sm">
          {said}
        </p>
        <ProgressBar label={t("title")} value={depth} max={stepsMax} valueText={said} />
        <Button size="sm" className="mt-3" onClick={search.drop}>
          {t("stop")}
        </Button>
      </div>
    );
  }
  return (
    <>
      {isOld ? <Again search={search} words={t("stale")} /> : null}
      <MachineResult found={query.data} />
      {isOld ? null : <StartButton search={search} label={t("again")} />}
    </>
  );
}

function Again({ search, words }: AskedProps & { words: string }) {
  const t = useTranslations("program.machines");
  return (
    <div role="alert" className="mt-3 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
      <p>{words}</p>
      <StartButton search={search} label={t("again")} />
    </div>
  );
}
