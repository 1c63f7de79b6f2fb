"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Truck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { DeskHeading } from "../desk-page";
import { ExportButton } from "./export-button";
import { queueInput, redemptionStatuses } from "./queue-query";
import { QueueRow } from "./queue-row";
import type { QueuedRedemption } from "./queued-redemption";
import { ShipDialog } from "./ship-dialog";
import { WithdrawDialog } from "./withdraw-dialog";

type Open = { ship: readonly QueuedRedemption[] } | { withdraw: QueuedRedemption } | null;

/** What waits for the shop, the oldest first: ship one or several, finish, or call off. */
export function FulfilmentQueue() {
  const t = useTranslations("mallDesk.fulfilment");
  const tConsole = useTranslations("console");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { read, go } = useAddress();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<Open>(null);
  const input = queueInput(read);
  const query = useInfiniteQuery(
    pagedOptions(trpc.rewards.queue.infiniteQueryKey(input), (cursor) =>
      client.rewards.queue.query({ ...input, ...cursor }),
    ),
  );
  const finish = useMutation(
    trpc.rewards.finish.mutationOptions({
      onSuccess: () => {
        showToast("good", t("finished"));
        void queryClient.invalidateQueries();
      },
      onError: (error) => showToast("bad", failureOf(error).detail ?? tConsole("failed")),
    }),
  );
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const selected = shown.filter(({ redemptionId }) => chosen.includes(redemptionId));
  const isPending = input.status === "PENDING";

  function done(): void {
    setOpen(null);
    setChosen([]);
    void queryClient.invalidateQueries();
  }

  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{t("filter")}</legend>
          {redemptionStatuses.map((status) => (
            <button
              key={status}
              type="button"
              aria-pressed={status === input.status}
              onClick={() => {
                setChosen([]);
                go({ status: status === "PENDING" ? undefined : status });
              }}
              className={chipClass(status === input.status)}
            >
              {t(`statuses.${status}`)}
            </button>
          ))}
        </fieldset>
        <span className="flex flex-wrap gap-2">
          {isPending && selected.length > 0 ? (
            <Button size="sm" variant="primary" onClick={() => setOpen({ ship: selected })}>
              <Truck aria-hidden="true" className="size-4" />
              {t("shipChosen", { count: selected.length })}
            </Button>
          ) : null}
          <ExportButton status={input.status} chosen={selected} />
        </span>
      </div>
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t(`empty.${input.status}`)} />}>
          {(redemptions) => (
            <ul>
              {redemptions.map((redemption) => (
                <QueueRow
                  key={redemption.redemptionId}
                  redemption={redemption}
                  chosen={chosen.includes(redemption.redemptionId)}
                  onChoose={(on) =>
                    setChosen(
                      on
                        ? [...chosen, redemption.redemptionId]
                        : chosen.filter((id) => id !== redemption.redemptionId),
                    )
                  }
                  finishing={
                    finish.isPending && finish.variables.redemptionId === redemption.redemptionId
                  }
                  onShip={() => setOpen({ ship: [redemption] })}
                  onWithdraw={() => setOpen({ withdraw: redemption })}
                  onFinish={() => finish.mutate({ redemptionId: redemption.redemptionId })}
                />
              ))}
            </ul>
          )}
        </PagedList>
      </Panel>
      {open && "ship" in open ? (
        <ShipDialog redemptions={open.ship} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open && "withdraw" in open ? (
        <WithdrawDialog redemption={open.withdraw} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
    </>
  );
}
