"use client";

import { useTranslations } from "next-intl";
import { ShownBrand } from "./shell/shown-brand";

interface ErrorPageProps {
  error: unknown;
  retry: () => void;
}

/** Comes with every page, in case: it is made of as little as it can be. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  const t = useTranslations("common.state");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <main id="main" className="mx-auto max-w-xl px-4 py-24 text-center">
      <ShownBrand />
      <div role="alert" className="mt-6">
        <h1 className="text-xl">{t("errorTitle")}</h1>
        <p className="mt-2 text-ink-soft">{t("errorText")}</p>
        {digest ? (
          <p className="mt-1 text-ink-faint text-xs">{t("reference", { requestId: digest })}</p>
        ) : null}
      </div>
      <button
        type="button"
        onClick={retry}
        className="mt-8 inline-flex min-h-11 items-center rounded-full border border-line-strong/60 bg-surface px-5 py-1 font-medium text-base hover:bg-sunken"
      >
        {t("retry")}
      </button>
    </main>
  );
}
