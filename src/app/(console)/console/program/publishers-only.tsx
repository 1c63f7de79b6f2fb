import { useTranslations } from "next-intl";
import { PermissionNotice } from "@/ui/permission-notice";

/** May look, but not publish: says who may. */
export function PublishersOnly() {
  const t = useTranslations("program");
  return <PermissionNotice className="mb-5">{t("publishersOnly")}</PermissionNotice>;
}
