import { useTranslations } from "next-intl";
import type { ApiOperation } from "@/trpc/api-document";
import { Badge } from "@/ui/badge";

/** Who may call: people, services or the sender of a signed message. */
export function Callers({ access }: { access: ApiOperation["access"] }) {
  const t = useTranslations("apiDocs.caller");
  const code = (chunks: React.ReactNode) => <code>{chunks}</code>;
  return (
    <ul aria-label={t("label")} className="flex flex-wrap gap-1.5">
      {access.public ? (
        <li>
          <Badge tone="good">{t("public")}</Badge>
        </li>
      ) : null}
      {access.signature ? (
        <li>
          <Badge>{t("signature")}</Badge>
        </li>
      ) : null}
      {access.service ? (
        <li>
          <Badge>{t.rich("service", { scope: access.service, code })}</Badge>
        </li>
      ) : null}
      {access.member ? (
        <li>
          <Badge>{t("member")}</Badge>
        </li>
      ) : null}
      {access.operator ? (
        <li>
          <Badge>{t.rich("operator", { permission: access.operator, code })}</Badge>
        </li>
      ) : null}
    </ul>
  );
}
