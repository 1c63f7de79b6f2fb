import { useTranslations } from "next-intl";
import type { ApiTag } from "@/trpc/api-document";
import { classNames } from "@/ui/class-names";
import { english } from "./english";

/** Below 1024 pixels only the parts are listed; each of them begins with its operations anyway. */
export function Contents({ tags }: { tags: readonly ApiTag[] }) {
  const t = useTranslations("apiDocs");
  const link = "block rounded-sm py-1.5 text-ink-soft text-sm hover:text-ink lg:py-1";
  const part = classNames(link, "font-medium text-ink");
  return (
    <nav
      aria-label={t("contents.label")}
      className="lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:pr-2"
    >
      <ul className="flex flex-wrap gap-x-5 lg:block">
        <li>
          <a href="#calling" className={part}>
            {t("calling.title")}
          </a>
        </li>
        {tags.map(({ name, operations }) => (
          <li key={name} className="lg:mt-3">
            <a href={`#${name}`} className={part}>
              {t.has(`tags.${name}` as "tags.members") ? t(`tags.${name}` as "tags.members") : name}
            </a>
            <ul className="hidden lg:block">
              {operations.map(({ id, summary }) => (
                <li key={id}>
                  <a href={`#${id}`} lang="en" className={classNames(link, english)}>
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li className="lg:mt-3">
          <a href="#errors" className={part}>
            {t("errors.title")}
          </a>
        </li>
      </ul>
    </nav>
  );
}
