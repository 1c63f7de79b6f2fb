"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/client";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { ErrorState } from "@/ui/error-state";

interface LoadFailedProps {
  error: unknown;
  pending: boolean;
  onRetry: () => void;
}

/** A list that could not be loaded, in the words of the API where it answered. */
export function LoadFailed({ error, pending, onRetry }: LoadFailedProps) {
  const t = useTranslations("common.state");
  const tMenu = useTranslations("common.menu");
  const { code, detail, requestId } = failureOf(error);
  return (
    <ErrorState
      title={t("errorTitle")}
      detail={detail ?? t("errorText")}
      reference={requestId ? t("reference", { requestId }) : undefined}
      action={
        code === "AUTHENTICATION_REQUIRED" ? (
          <a href={signInAndBack()} className={buttonClass("primary", "sm")}>
            {tMenu("signIn")}
          </a>
        ) : (
          <Button size="sm" pending={pending} onClick={onRetry}>
            {t("retry")}
          </Button>
        )
      }
    />
  );
}

function signInAndBack(): string {
  if (typeof window === "undefined") return "/sign-in";
  return `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}
