"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/error-state";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common.state");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <main id="main" className="mx-auto max-w-xl px-4 py-24">
      <ErrorState
        title={t("errorTitle")}
        detail={t("errorText")}
        reference={digest ? t("reference", { requestId: digest }) : undefined}
        action={
          <Button size="sm" onClick={retry}>
            {t("retry")}
          </Button>
        }
      />
    </main>
  );
}
