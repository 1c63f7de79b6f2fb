import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { DeskPage } from "../desk-page";
import { TillDesk } from "./till-desk";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("till");
  return { title: t("title") };
}

export default async function TillPage() {
  const person = await requirePerson();
  const t = await getTranslations("till");
  return (
    <DeskPage title={t("title")} lead={t("lead")}>
      <TillDesk canAdjust={person.permissions.includes("points:adjust")} />
    </DeskPage>
  );
}
