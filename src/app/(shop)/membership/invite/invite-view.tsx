import { useTranslations } from "next-intl";
import type { ShopBrand } from "@/app/shell/shop-brand";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Panel, PanelSection } from "@/ui/panel";
import { PageHeading } from "../page-heading";
import { InvitedList } from "./invited-list";
import { Results } from "./results";
import { Sharing } from "./sharing";
import { gainOf, Terms } from "./terms";

interface InviteViewProps {
  invitations: Outputs["earning"]["invitations"];
  friends: Outputs["earning"]["invited"];
  isFirstPage: boolean;
  brand: ShopBrand;
}

export function InviteView({ invitations, friends, isFirstPage, brand }: InviteViewProps) {
  const t = useTranslations("inviting");
  const tNav = useTranslations("common.nav");
  const gain = gainOf(invitations, useFormats());
  const { enabled } = invitations;
  return (
    <>
      <PageHeading
        title={t("title")}
        lead={enabled ? t("lead", gain) : undefined}
        back={{ href: "/membership/me", label: tNav("mine") }}
      />
      <div className="grid gap-3 md:gap-6 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)] lg:items-start">
        {enabled ? (
          <Sharing invitations={invitations} brand={brand} />
        ) : (
          <Panel>
            <p className="font-semibold">{t("ended")}</p>
            <p className="mt-1 text-ink-soft text-sm">{t("endedHint")}</p>
          </Panel>
        )}
        <div className="min-w-0 space-y-3 md:space-y-6">
          <PanelSection id="results" title={t("results")}>
            <Results invitations={invitations} />
          </PanelSection>
          <PanelSection id="friends" title={t("list.title")}>
            <InvitedList friends={friends} isFirstPage={isFirstPage} />
          </PanelSection>
          {enabled ? (
            <PanelSection id="terms" title={t("terms.title")}>
              <Terms terms={invitations} />
            </PanelSection>
          ) : null}
        </div>
      </div>
    </>
  );
}
