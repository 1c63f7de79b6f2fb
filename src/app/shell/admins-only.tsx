import { useTranslations } from "next-intl";
import { PermissionNotice } from "@/ui/permission-notice";

/** In the console, but not an admin: says whom to ask. */
export function AdminsOnly() {
  const t = useTranslations("access");
  return <PermissionNotice>{t("adminsOnly")}</PermissionNotice>;
}
