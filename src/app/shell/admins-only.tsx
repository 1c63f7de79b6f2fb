import { useTranslations } from "next-intl";

/** In the console, but not an admin: says whom to ask. */
export function AdminsOnly() {
  const t = useTranslations("access");
  return (
    <p className="max-w-prose rounded-md bg-sunken px-4 py-3 text-ink-soft">{t("adminsOnly")}</p>
  );
}
