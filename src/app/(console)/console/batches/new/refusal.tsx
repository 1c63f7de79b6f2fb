"use client";

import { useTranslations } from "next-intl";
import { BatchRefused } from "../post-batch";

/** Why a batch was not taken, in the words of the API where it answered. */
export function Refusal({ error }: { error: unknown }) {
  const t = useTranslations();
  const failure = error instanceof BatchRefused ? error.failure : undefined;
  return (
    <div role="alert">
      {error ? (
        <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
          {failure?.detail ?? t("batches.unreachable")}
          {failure?.requestId ? (
            <span className="block text-xs">
              {t("common.state.reference", { requestId: failure.requestId })}
            </span>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}
