import { useTranslations } from "next-intl";
import { NothingHere } from "../../nothing-here";

export default function MemberNotFound() {
  const t = useTranslations("console.member");
  const back = { href: "/console/members", label: t("back") };
  return <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} back={back} />;
}
