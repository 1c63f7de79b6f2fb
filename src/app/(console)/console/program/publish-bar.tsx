"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";

interface PublishBarProps {
  count: number;
  /** Something typed is wrong, and says so where it stands. */
  faulty: boolean;
  dirty: boolean;
  /** Where it is not published right away. */
  submit?: string | undefined;
  onDiscard: () => void;
  onPublish: () => void;
}

/** Stays in sight while one edits: how much would change, and the way to do it. */
export function PublishBar({
  count,
  faulty,
  dirty,
  submit,
  onDiscard,
  onPublish,
}: PublishBarProps) {
  const t = useTranslations("program.bar");
  return (
    <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center justify-between gap-3 border-line border-t bg-paper px-4 py-3 sm:-mx-8 sm:px-8">
      <p role="status" className="text-ink-soft text-sm">
        {faulty
          ? t(submit ? "faultyDraft" : "faulty")
          : count > 0
            ? t(submit ? "countDraft" : "count", { count })
            : t("none")}
      </p>
      <span className="flex gap-2">
        {dirty ? (
          <Button size="sm" onClick={onDiscard}>
            {t("discard")}
          </Button>
        ) : null}
        <Button size="sm" variant="primary" disabled={faulty || count === 0} onClick={onPublish}>
          {submit ?? t("publish")}
        </Button>
      </span>
    </div>
  );
}
