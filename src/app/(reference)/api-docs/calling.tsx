import { useTranslations } from "next-intl";
import { CodeBlock } from "./code-block";
import { SIGNING } from "./curl";

const SETTING = `URL=http://localhost:3000/api/v1/member-system
KEY=msk_…
SECRET=whsec_…`;

/** What holds for every call: credentials, keys, money and moments, lists, refusals. */
export function Calling() {
  const t = useTranslations("apiDocs.calling");
  const code = (chunks: React.ReactNode) => (
    <code className="rounded-xs bg-sunken px-1 text-sm">{chunks}</code>
  );
  return (
    <section aria-labelledby="calling-title" id="calling" className="scroll-mt-6">
      <h2 id="calling-title" className="mb-4 text-xl">
        {t("title")}
      </h2>
      <div className="grid gap-6 rounded-lg border border-line bg-surface p-4 sm:p-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <ul className="max-w-prose list-disc space-y-2 pl-5 text-ink-soft marker:text-ink-faint">
          {(["who", "signed", "key", "values", "lists", "refusals", "limits"] as const).map(
            (rule) => (
              <li key={rule}>{t.rich(`rules.${rule}`, { code })}</li>
            ),
          )}
        </ul>
        <div className="min-w-0 space-y-5">
          <CodeBlock label={t("setting")}>{SETTING}</CodeBlock>
          <CodeBlock label={t("signing")}>{SIGNING}</CodeBlock>
        </div>
      </div>
    </section>
  );
}
