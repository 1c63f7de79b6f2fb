"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";

interface DialogFooterProps {
  error: unknown;
  pending: boolean;
  submit: string;
  submitting: string;
  /** It ends or takes away what nothing brings back. */
  destructive?: boolean;
  onCancel: () => void;
}

/** The end of each dialog: what went wrong, the way back, and the act. */
export function DialogFooter({
  error,
  pending,
  submit,
  submitting,
  destructive = false,
  onCancel,
}: DialogFooterProps) {
  const t = useTranslations();
  return (
    <>
      <div role="alert">
        {error ? (
          <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
            {failureOf(error).detail ?? t("console.failed")}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap justify-end gap-2 pt-1">
        <Button onClick={onCancel}>{t("common.state.cancel")}</Button>
        <Button type="submit" variant={destructive ? "danger" : "primary"} pending={pending}>
          {destructive && !pending ? (
            <TriangleAlert aria-hidden="true" className="size-4" strokeWidth={1.75} />
          ) : null}
          {pending ? submitting : submit}
        </Button>
      </div>
    </>
  );
}
