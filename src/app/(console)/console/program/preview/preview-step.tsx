"use client";

import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { classNames } from "@/ui/class-names";
import { ProgressBar } from "@/ui/progress-bar";
import { SkeletonRows } from "@/ui/skeleton";
import { PreviewResult } from "./preview-result";
import { type PreviewedEdit, usePreview } from "./use-preview";

/** Before one publishes: what the edit would do to every member. Nobody has to look. */
export function PreviewStep({ edit }: { edit: PreviewedEdit }) {
  const t = useTranslations("program.preview");
  const preview = usePreview(edit);
  return (
    <section aria-labelledby="preview-title" className="rounded-md border border-line px-4 py-4">
      <h3 id="preview-title" className="text-base">
        {t("title")}
      </h3>
      {preview.asked ? (
        <Asked preview={preview} />
      ) : (
        <>
          <p className="mt-1 text-ink-soft text-sm">{t("lead")}</p>
          <StartButton preview={preview} label={t("start")} />
        </>
      )}
    </section>
  );
}

interface AskedProps {
  preview: ReturnType<typeof usePreview>;
}

function StartButton({ preview, label }: AskedProps & { label: string }) {
  const t = useTranslations("program.preview");
  const failure = failureOf(preview.startError);
  return (
    <>
      <Button size="sm" className="mt-3" pending={preview.isStarting} onClick={preview.start}>
        {label}
      </Button>
      {preview.startError ? (
        <p role="alert" className="mt-2 text-seal-ink text-sm">
          {failure.code === "VERSION_CONFLICT" ? t("conflict") : (failure.detail ?? t("failed"))}
        </p>
      ) : null}
    </>
  );
}

function Asked({ preview }: AskedProps) {
  const t = useTranslations("program.preview");
  const format = useFormats();
  const { query, isOld } = preview;
  // Somebody's next preview takes it away, and a day does.
  if (failureOf(query.error).code === "NOT_FOUND") {
    return <Again preview={preview} words={t("gone")} />;
  }
  if (!query.data) {
    return query.isError ? (
      <LoadFailed error={query.error} pending={query.isFetching} onRetry={() => query.refetch()} />
    ) : (
      <SkeletonRows label={t("loading")} />
    );
  }
  const { status, progress, asOf, figures } = query.data;
  if (status === "FAILED") return <Again preview={preview} words={t("failed")} />;
  if (!figures) {
    const percent = progress.of > 0 ? Math.floor((100 * progress.done) / progress.of) : 0;
    const said = t("progress", { percent });
    return (
      <div className="mt-3">
        <p role="status" className="mb-2 text-ink-soft text-sm">
          {said}
        </p>
        <ProgressBar label={t("title")} value={progress.done} max={progress.of} valueText={said} />
        <Button size="sm" className="mt-3" onClick={preview.drop}>
          {t("stop")}
        </Button>
      </div>
    );
  }
  return (
    <>
      {isOld ? <Again preview={preview} words={t("stale")} /> : null}
      <p className={classNames("text-ink-soft text-sm", isOld ? "mt-3" : "mt-1")}>
        {t("asOf", { time: format.dateTime(asOf), members: format.points(figures.members) })}
      </p>
      <PreviewResult preview={{ ...query.data, figures }} />
    </>
  );
}

function Again({ preview, words }: AskedProps & { words: string }) {
  const t = useTranslations("program.preview");
  return (
    <div role="alert" className="mt-3 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
      <p>{words}</p>
      <StartButton preview={preview} label={t("again")} />
    </div>
  );
}
