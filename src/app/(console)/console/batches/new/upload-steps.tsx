"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Outputs } from "@/trpc/client";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { newKey, postBatch } from "../post-batch";
import { DryRunReport } from "./dry-run-report";
import type { Upload } from "./upload";
import { UploadForm } from "./upload-form";

interface DryRun extends Upload {
  answer: Outputs["points"]["createBatch"];
  /** One for each judged file: applying it twice is the same as once. */
  applyKey: string;
}

interface Apply extends DryRun {
  /** The batch of the same rows that was seen, where they are applied once more. */
  repeatOf: string | null;
}

/** First the judgement, then the act: nothing moves before the second button. */
export function UploadSteps() {
  const t = useTranslations("batches");
  const locale = useLocale();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [judged, setJudged] = useState<DryRun | null>(null);
  const report = useRef<HTMLDivElement>(null);

  const dryRun = useMutation({
    mutationFn: ({ file, reason }: Upload) =>
      postBatch({ reason, dryRun: true, rows: file.rows }, newKey(), locale),
    onSuccess: (answer, upload) => {
      setJudged({ ...upload, answer, applyKey: newKey() });
      requestAnimationFrame(() => report.current?.focus());
    },
  });

  const apply = useMutation({
    mutationFn: ({ file, reason, applyKey, repeatOf }: Apply) =>
      postBatch(
        { reason, dryRun: false, rows: file.rows, ...(repeatOf ? { repeatOf } : {}) },
        // Another question than without the word, so another name.
        repeatOf ? `${applyKey}-${repeatOf}` : applyKey,
        locale,
      ),
    onSuccess: ({ batchId, status }) => {
      showToast("good", t(status === "WAITING_FOR_APPROVAL" ? "toast.waiting" : "toast.running"));
      void queryClient.invalidateQueries();
      router.push(`/console/batches/${batchId}`);
    },
  });

  function changed(): void {
    setJudged(null);
    dryRun.reset();
    apply.reset();
  }

  return (
    <div className="space-y-6">
      <PanelSection id="upload" title={t("steps.file")}>
        <UploadForm
          pending={dryRun.isPending}
          locked={apply.isPending || apply.isSuccess}
          error={dryRun.error}
          onChanged={changed}
          onSubmit={(upload) => dryRun.mutate(upload)}
        />
      </PanelSection>
      {judged ? (
        <div ref={report} tabIndex={-1} className="rounded-lg">
          <PanelSection id="judged" title={t("steps.check")}>
            <DryRunReport
              key={judged.answer.batchId}
              answer={judged.answer}
              file={judged.file}
              // Still pending while the page of the batch loads: it can't be pressed twice.
              pending={apply.isPending || apply.isSuccess}
              error={apply.error}
              onApply={(repeatOf) => apply.mutate({ ...judged, repeatOf })}
            />
          </PanelSection>
        </div>
      ) : null}
    </div>
  );
}
