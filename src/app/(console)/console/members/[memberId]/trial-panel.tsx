"use client";

import { useTranslations } from "next-intl";
import { useAddress } from "@/app/shell/use-address";
import { EmptyState } from "@/ui/empty-state";
import { OrderTrial } from "../../program/trial/order-trial";
import { OrdersAgain } from "../../program/trial/orders-again";
import { VersionChoice } from "../../program/trial/version-choice";

/** What this member would get under another version: of an order that is not there, and of their last ones. */
export function TrialPanel({ memberId }: { memberId: string }) {
  const t = useTranslations("program.trial");
  const { read, change } = useAddress();
  const versionId = read("version") ?? "";
  return (
    <>
      <VersionChoice value={versionId} onChange={(next) => change({ version: next })} />
      {/^\d{1,15}$/.test(versionId) ? (
        <>
          <h3 className="mt-6 mb-4 text-base">{t("again")}</h3>
          <OrdersAgain memberId={memberId} versionId={versionId} />
          <h3 className="mt-8 mb-4 border-line border-t pt-6 text-base">{t("title")}</h3>
          <OrderTrial who={{ memberId }} rules={{ versionId }} />
        </>
      ) : (
        <EmptyState title={t("choose")} hint={t("chooseHint")} />
      )}
    </>
  );
}
