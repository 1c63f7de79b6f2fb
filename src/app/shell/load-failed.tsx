"use client";

import { useTranslations } from "next-intl";
import { failureOf } from "@/trpc/failure";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { ErrorState } from "@/ui/error-state";

interface LoadFailedProps {
  error: unknown;
  pending: boolean;
  onRetry: () => void;
  /** What was loaded before still stands: it is said in a line above it. */
  stale?: boolean;
}

/** A list that could not be loaded, in the words of the API where it answered. */
export function LoadFailed({ error, pending, onRetry, stale = false }: LoadFailedProps) {
  const t = useTranslations("common.state");
  const tMenu = useTranslations("common.menu");
  const tShell = useTranslations("shell");
  const { code, detail, requestId } = failureOf(error);
  const wayOn =
    code === "AUTHENTICATION_REQUIRED" ? (
      <a href={signInAndBack()} className={buttonClass("primary", "sm")}>
        {tMenu("signIn")}
      </a>
    ) : (
      <Button size="sm" pending={pending} onClick={onRetry}>
        {t("retry")}
      </Button>
    );
  if (stale) {
    return (
      <div
        role="status"
        className="my-3 flex flex-wrap items-center justify-between gap-3 rounded-md bg-warn-soft px-4 py-2 text-sm text-warn"
      >
        <span>{[tShell("stale"), detail].filter(Boolean).join(" ")}</span>
        {wayOn}
      </div>
    );
  }
  return (
    <ErrorState
      title={t("errorTitle")}
      detail={detail ?? t("errorText")}
      reference={requestId ? t("reference", { requestId }) : undefined}
      action={wayOn}
    />
  );
}

function signInAndBack(): string {
  if (typeof window === "undefined") return "/sign-in";
  return `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}
