import { useTranslations } from "next-intl";

/** May look, but not publish: says who may. */
export function PublishersOnly() {
  const t = useTranslations("program");
  return (
    <p className="mb-5 rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm">
      {t("publishersOnly")}
    </p>
  );
}
