import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { NewActivity } from "./new-activity";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("activityDesk");
  return { title: t("create") };
}

export default async function NewActivityPage() {
  await requirePerson();
  const [caller, t] = await Promise.all([api(), getTranslations("activityDesk")]);
  const ladder = await caller.tiers.list({});
  return (
    <DeskPage back={{ href: "/console/activities", label: t("back") }} title={t("create")}>
      <NewActivity tiers={ladder.items.map(({ code, name }) => ({ code, name }))} />
    </DeskPage>
  );
}
