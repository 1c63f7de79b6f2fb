"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useAddress } from "@/app/shell/use-address";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PageLink } from "@/ui/page-link";
import { showToast } from "@/ui/toast-store";
import { useFailureWords } from "../use-failure-words";
import { deliveriesInput, deliveryStatuses } from "../webhooks-query";
import type { Delivery } from "./delivery";
import { DeliveryDialog } from "./delivery-dialog";

const tones = { WAITING: "warn", DELIVERED: "good", FAILED: "seal" } as const;
const refetchMs = 5_000;

/** What became of each event, the newest first. */
export function DeliveryList({ endpointId }: { endpointId: string }) {
  const t = useTranslations("webhooks.deliveries");
  const tErrors = useTranslations("webhooks");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { read, go } = useAddress();
  const [shown, setShown] = useState<Delivery | null>(null);
  const input = deliveriesInput(read, endpointId);
  const chosen = "status" in input ? input.status : undefined;
  const query = useInfiniteQuery({
    ...pagedOptions(trpc.webhooks.deliveries.infiniteQueryKey(input), (cursor) =>
      client.webhooks.deliveries.query({ ...input, ...cursor }),
    ),
    refetchInterval: refetchMs,
  });
  const resend = useMutation(
    trpc.webhooks.resend.mutationOptions({
      onError: (error) => showToast("bad", failureOf(error).detail ?? tErrors("failedAct")),
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );

  function sendAgain({ deliveryId, eventId }: Delivery): void {
    const onSuccess = () => showToast("good", t("resent", { id: eventId }));
    resend.mutate({ deliveryId }, { onSuccess });
  }

  return (
    <>
      <fieldset className="mb-4 flex flex-wrap gap-2">
        <legend className="sr-only">{t("filter")}</legend>
        {[undefined, ...deliveryStatuses].map((status) => (
          <button
            key={status ?? "all"}
            type="button"
            aria-pressed={status === chosen}
            onClick={() => go({ status })}
            className={chipClass(status === chosen)}
          >
            {status ? t(`statuses.${status}`) : t("all")}
          </button>
        ))}
      </fieldset>
      <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
        {(deliveries) => (
          <DataTable<Delivery>
            caption={t("title")}
            rows={deliveries}
            keyOf={({ deliveryId }) => deliveryId}
            columns={[
              {
                header: t("column.event"),
                primary: true,
                cell: ({ eventId, type }) => (
                  <>
                    <code className="text-sm">{type}</code>
                    <span className="block font-normal text-ink-faint text-sm">
                      {t("event", { id: eventId })}
                    </span>
                  </>
                ),
              },
              { header: t("column.member"), cell: (delivery) => <MemberOf delivery={delivery} /> },
              {
                header: t("column.status"),
                cell: ({ status }) => <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>,
              },
              { header: t("column.last"), cell: (delivery) => <LastAttempt delivery={delivery} /> },
              {
                header: t("column.when"),
                cell: ({ finishedAt, createdAt }) => format.dateTime(finishedAt ?? createdAt),
              },
              {
                header: t("column.actions"),
                figure: true,
                cell: (delivery) => (
                  <span className="inline-flex flex-wrap justify-end gap-2">
                    <Button
                      size="sm"
                      variant="quiet"
                      aria-label={t("detailsOf", { id: delivery.eventId })}
                      onClick={() => setShown(delivery)}
                    >
                      {t("details")}
                    </Button>
                    <Button
                      size="sm"
                      pending={
                        resend.isPending && resend.variables.deliveryId === delivery.deliveryId
                      }
                      aria-label={t("resendOf", { id: delivery.eventId })}
                      onClick={() => sendAgain(delivery)}
                    >
                      {t("resend")}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        )}
      </PagedList>
      {shown ? <DeliveryDialog delivery={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
}

function MemberOf({ delivery: { memberId } }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  if (memberId === null) return "–";
  return (
    <PageLink
      href={`/console/members/${memberId}`}
      className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
    >
      {t("member", { id: memberId })}
    </PageLink>
  );
}

function LastAttempt({ delivery }: { delivery: Delivery }) {
  const t = useTranslations("webhooks.deliveries");
  const format = useFormats();
  const failureWords = useFailureWords();
  const { attempts, statusCode, error, nextAttemptAt } = delivery;
  const result = error ? failureWords(error, statusCode) : null;
  const answered = !error && statusCode !== null ? t("answered", { statusCode }) : null;
  const next =
    nextAttemptAt && attempts > 0 ? t("next", { time: format.dateTime(nextAttemptAt) }) : null;
  return (
    <>
      {result ?? answered}
      <span className="block text-ink-faint text-sm">
        {[t("attempts", { count: attempts }), next].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}
