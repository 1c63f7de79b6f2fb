import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePerson } from "@/app/shell/require-person";
import { api } from "@/trpc/server";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";
import { Panel } from "@/ui/panel";
import { PageHeading } from "../../page-heading";
import { RedemptionList } from "./redemption-list";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rewards.redemptions");
  return { title: t("title") };
}

export default async function RedemptionsPage() {
  await requirePerson();
  const [caller, t] = await Promise.all([api(), getTranslations("rewards.redemptions")]);
  const redemptions = await caller.rewards.redemptions({});
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-2 sm:px-6 lg:pt-4">
      <PageHeading
        title={t("title")}
        back={{ href: "/membership/mall", label: t("back") }}
        aside={
          <PageLink href="/membership/addresses" className={buttonClass("secondary", "sm")}>
            {t("toAddresses")}
          </PageLink>
        }
      />
      <Panel>
        <RedemptionList initial={redemptions} />
      </Panel>
    </main>
  );
}
