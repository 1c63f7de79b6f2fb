"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { RedemptionRow } from "@/modules/rewards/components/redemption-row";
import type { ShownRedemption } from "@/modules/rewards/components/shown-reward";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";

const CancelDialog = lazy(async () => ({
  default: (await import("./cancel-dialog")).CancelDialog,
}));

const ReaddressDialog = lazy(async () => ({
  default: (await import("./readdress-dialog")).ReaddressDialog,
}));

/** What was exchanged, the last first; what isn't on its way yet can be called off. */
export function RedemptionList() {
  const t = useTranslations("rewards");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [toCancel, setToCancel] = useState<ShownRedemption | null>(null);
  const [toReaddress, setToReaddress] = useState<ShownRedemption | null>(null);
  const [open, setOpen] = useState(false);
  const query = useInfiniteQuery(
    pagedOptions(trpc.rewards.redemptions.infiniteQueryKey({}), (cursor) =>
      client.rewards.redemptions.query(cursor),
    ),
  );

  function ask(redemption: ShownRedemption): void {
    setToCancel(redemption);
    setOpen(true);
  }

  return (
    <>
      <PagedList
        query={query}
        empty={
          <EmptyState
            title={t("redemptions.empty")}
            hint={t("redemptions.emptyHint")}
            action={
              <PageLink href="/membership/mall" className={buttonClass("primary", "sm")}>
                {t("redemptions.toMall")}
              </PageLink>
            }
          />
        }
      >
        {(redemptions) => (
          <ul>
            {redemptions.map((redemption) => (
              <RedemptionRow
                key={redemption.redemptionId}
                redemption={redemption}
                action={
                  redemption.cancellable || redemption.readdressable ? (
                    <span className="flex flex-wrap gap-2">
                      {redemption.cancellable ? (
                        <Button size="sm" onClick={() => ask(redemption)}>
                          {t("cancel.open")}
                        </Button>
                      ) : null}
                      {redemption.readdressable ? (
                        <Button
                          size="sm"
                          variant="quiet"
                          onClick={() => setToReaddress(redemption)}
                        >
                          {t("readdress.open")}
                        </Button>
                      ) : null}
                    </span>
                  ) : null
                }
              />
            ))}
          </ul>
        )}
      </PagedList>
      {toCancel ? (
        <Suspense>
          <CancelDialog redemption={toCancel} open={open} onOpenChange={setOpen} />
        </Suspense>
      ) : null}
      {toReaddress ? (
        <Suspense>
          <ReaddressDialog redemption={toReaddress} onClose={() => setToReaddress(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
