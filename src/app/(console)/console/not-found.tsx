import { useTranslations } from "next-intl";
import { NothingHere } from "./nothing-here";

export default function ConsoleNotFound() {
  const t = useTranslations("shell.notFound");
  const back = { href: "/console", label: t("back") };
  return <NothingHere title={t("title")} text={t("text")} back={back} />;
}
