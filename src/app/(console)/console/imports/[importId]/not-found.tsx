import { useTranslations } from "next-intl";
import { NothingHere } from "../../nothing-here";

export default function ImportNotFound() {
  const t = useTranslations("imports");
  const back = { href: "/console/imports", label: t("back") };
  return <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} back={back} />;
}
