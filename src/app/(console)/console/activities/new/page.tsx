import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api } from "@/trpc/server";
import { BackToActivities } from "../back-to-activities";
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
    <main id="main" className="max-w-[80rem] px-4 py-6 sm:px-8 lg:py-7">
      <BackToActivities />
      <h1 className="mb-6 text-2xl">{t("create")}</h1>
      <NewActivity tiers={ladder.items.map(({ code, name }) => ({ code, name }))} />
    </main>
  );
}
