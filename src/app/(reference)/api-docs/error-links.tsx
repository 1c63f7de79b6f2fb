import { useLocale } from "next-intl";
import { unfilledErrorText } from "@/i18n/error-text";
import type { ApiError } from "@/trpc/api-document";

/** The refusals of one operation, each a way to its words. */
export function ErrorLinks({ errors }: { errors: readonly ApiError[] }) {
  const locale = useLocale();
  return (
    <ul className="divide-y divide-line border-line border-y text-sm">
      {errors.map(({ code, status }) => (
        <li key={code} className="flex flex-wrap items-baseline gap-x-2 py-2">
          <span className="tabular text-ink-soft">{status}</span>
          <a
            href={`#${code}`}
            className="wrap-anywhere font-medium text-seal-ink underline underline-offset-2"
          >
            <code>{code}</code>
          </a>
          <span className="text-ink-soft">{unfilledErrorText(locale, code).title}</span>
        </li>
      ))}
    </ul>
  );
}
