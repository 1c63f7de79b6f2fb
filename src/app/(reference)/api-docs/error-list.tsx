import { useLocale, useTranslations } from "next-intl";
import { unfilledErrorText } from "@/i18n/error-text";
import type { ApiError } from "@/trpc/api-document";

/** Every stable code. A problem's `type` leads to its line here. */
export function ErrorList({ errors }: { errors: readonly ApiError[] }) {
  const t = useTranslations("apiDocs.errors");
  const locale = useLocale();
  return (
    <section aria-labelledby="errors-title" className="scroll-mt-6" id="errors">
      <h2 id="errors-title" className="text-xl">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-soft">{t("lead")}</p>
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface px-4 sm:px-6">
        {errors.map(({ code, status }) => {
          const { title, detail } = unfilledErrorText(locale, code);
          return (
            <div
              key={code}
              id={code}
              className="scroll-mt-6 rounded-sm py-3 target:outline-2 target:outline-offset-4 target:outline-seal-ink sm:grid sm:grid-cols-[minmax(0,18rem)_minmax(0,1fr)] sm:gap-6"
            >
              <dt className="flex items-baseline gap-2 text-sm">
                <span className="tabular text-ink-soft">{status}</span>
                <code className="wrap-anywhere font-medium">{code}</code>
              </dt>
              <dd>
                <p className="font-medium text-sm">{title}</p>
                <p className="text-ink-soft text-sm">{detail}</p>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
