import { useTranslations } from "next-intl";
import { NothingHere } from "../../nothing-here";

export default function EndpointNotFound() {
  const t = useTranslations("webhooks");
  const back = { href: "/console/webhooks", label: t("back") };
  return <NothingHere title={t("notFoundTitle")} text={t("notFoundText")} back={back} />;
}
