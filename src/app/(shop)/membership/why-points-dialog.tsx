"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import {
  AccountChoice,
  type AccountName,
  explainedAccounts,
} from "@/modules/points/components/account-choice";
import { ExplainedAccount } from "@/modules/points/components/explained-account";
import { ApiProvider, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";

interface WhyPointsDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  orderUrl: string | null;
}

/** It brings along what asks: the page below may ask for nothing. */
export function WhyPointsWithApi(props: WhyPointsDialogProps) {
  return (
    <ApiProvider>
      <WhyPointsDialog {...props} />
    </ApiProvider>
  );
}

/** The member's own lines behind each figure. */
function WhyPointsDialog({ open, onOpenChange, orderUrl }: WhyPointsDialogProps) {
  const t = useTranslations();
  const format = useFormats();
  const trpc = useTRPC();
  const [account, setAccount] = useState<AccountName>("available");
  const query = useQuery(trpc.points.explain.queryOptions({}, { enabled: open }));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("explain.whyTitle")}
      description={t("explain.whyText")}
      closeLabel={t("common.state.close")}
      className="sm:max-h-[85dvh] sm:max-w-2xl"
    >
      {query.isPending ? <SkeletonRows label={t("common.state.loading")} /> : null}
      {query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : null}
      {query.data ? (
        <>
          <div className="mb-5">
            <AccountChoice
              label={t("explain.choose")}
              value={account}
              onChange={setAccount}
              options={explainedAccounts.map((value) => ({
                value,
                label: t(`points.${value}`),
                figure: format.points(query.data.accounts[value].balance),
              }))}
            />
          </div>
          <ExplainedAccount
            key={account}
            account={query.data.accounts[account]}
            label={`${t(`points.${account}`)} · ${t("explain.now")}`}
            isDebt={account === "owed"}
            showActor={false}
            orderUrl={orderUrl}
          />
        </>
      ) : null}
    </Dialog>
  );
}
