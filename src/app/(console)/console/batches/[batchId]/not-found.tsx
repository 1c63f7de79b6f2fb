import { useTranslations } from "next-intl";
import { NothingHere } from "../../nothing-here";

export default function BatchNotFound() {
  const t = useTranslations("batches");
  const back = { href: "/console/batches", label: t("back") };
  return <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} back={back} />;
}
