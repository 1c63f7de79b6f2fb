import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { cache } from "react";
import { requirePerson } from "@/app/shell/require-person";
import { textIn } from "@/platform/texts";
import { Hydrate } from "@/trpc/hydrate";
import { pagedOptions } from "@/trpc/paged-options";
import { api, queryClientOfRequest, trpc } from "@/trpc/server";
import { DeskPage } from "../../desk-page";
import { AutomationView } from "./automation-view";
import { giftsInput } from "./gifts-input";

interface AutomationPageProps {
  params: Promise<{ automationId: string }>;
}

const automationShown = cache(async (automationId: string) => {
  await requirePerson();
  // What can't be an id is no automation, and needs no question.
  if (!/^[1-9]\d{0,15}$/.test(automationId)) notFound();
  try {
    return await (await api()).automations.get({ automationId });
  } catch (error) {
    if (error instanceof TRPCError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: AutomationPageProps): Promise<Metadata> {
  const [automation, t, locale] = await Promise.all([
    automationShown((await params).automationId),
    getTranslations("automationDesk"),
    getLocale(),
  ]);
  return { title: `${textIn(automation.name, locale)} · ${t("title")}` };
}

export default async function AutomationPage({ params }: AutomationPageProps) {
  await requirePerson();
  const { automationId } = await params;
  const [automation, caller, t] = await Promise.all([
    automationShown(automationId),
    api(),
    getTranslations("automationDesk"),
  ]);
  const client = queryClientOfRequest();
  const input = giftsInput(automationId);
  const [ladder, prospects] = await Promise.all([
    caller.tiers.list({}),
    caller.automations.prospects({ automationId }),
    client.prefetchInfiniteQuery(
      pagedOptions(trpc.automations.gifts.infiniteQueryKey(input), () =>
        caller.automations.gifts(input),
      ),
    ),
  ]);
  client.setQueryData(trpc.automations.get.queryKey({ automationId }), automation);
  client.setQueryData(trpc.automations.prospects.queryKey({ automationId }), prospects);
  return (
    <DeskPage back={{ href: "/console/automations", label: t("back") }}>
      <Hydrate>
        <AutomationView
          automationId={automationId}
          tiers={ladder.items.map(({ code, name }) => ({ code, name }))}
        />
      </Hydrate>
    </DeskPage>
  );
}
