"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";

interface LoadFailedProps {
  error: unknown;
  pending: boolean;
  onRetry: () => void;
}

/** A list that could not be loaded, in the words of the API where it answered. */
export function LoadFailed({ error, pending, onRetry }: LoadFailedProps) {
  const t = useTranslations("common.state");
  const { detail, requestId } = failureOf(error);
  return (
    <ErrorState
      title={t("errorTitle")}
      detail={detail ?? t("errorText")}
      reference={requestId ? t("reference", { requestId }) : undefined}
      action={
        <Button size="sm" pending={pending} onClick={onRetry}>
          {t("retry")}
        </Button>
      }
    />
  );
}
