"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { useFailureWords } from "../use-failure-words";
import type { Delivery } from "./delivery";

type Attempt = Outputs["webhooks"]["delivery"]["attempts"][number];

interface DeliveryDialogProps {
  delivery: Delivery;
  onClose: () => void;
}

/** What is sent, and what was answered to each attempt. */
export function DeliveryDialog({ delivery, onClose }: DeliveryDialogProps) {
  const t = useTranslations("webhooks.delivery");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const { deliveryId, eventId, type } = delivery;
  const query = useQuery(trpc.webhooks.delivery.queryOptions({ deliveryId }, { staleTime: 0 }));
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { id: eventId })}
      description={<code>{type}</code>}
      closeLabel={tState("close")}
      className="sm:max-w-2xl"
    >
      {query.data ? (
        <div className="space-y-6">
          <section aria-labelledby="delivery-body">
            <h3 id="delivery-body" className="mb-2 font-medium">
              {t("body")}
            </h3>
            <Text>{JSON.stringify(JSON.parse(query.data.body), null, 2)}</Text>
          </section>
          <section aria-labelledby="delivery-attempts">
            <h3 id="delivery-attempts" className="mb-2 font-medium">
              {t("attempts")}
            </h3>
            {query.data.attempts.length === 0 ? (
              <p className="text-ink-soft">{t("none")}</p>
            ) : (
              <ol className="space-y-3">
                {query.data.attempts.map((attempt) => (
                  <AttemptItem key={attempt.startedAt} attempt={attempt} />
                ))}
              </ol>
            )}
          </section>
        </div>
      ) : query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={3} label={tState("loading")} />
      )}
    </Dialog>
  );
}

function AttemptItem({ attempt }: { attempt: Attempt }) {
  const t = useTranslations("webhooks");
  const format = useFormats();
  const failureWords = useFailureWords();
  const { error, statusCode, answer, startedAt, durationMs } = attempt;
  return (
    <li>
      <p>
        {error
          ? failureWords(error, statusCode)
          : t("errors.STATUS", { statusCode: statusCode ?? 0 })}
      </p>
      <p className="tabular text-ink-faint text-sm">
        {t("delivery.attempt", { time: format.dateTime(startedAt), durationMs })}
      </p>
      {answer ? (
        <>
          <p className="mt-1 text-ink-soft text-sm">{t("delivery.answer")}</p>
          <Text>{answer}</Text>
        </>
      ) : null}
    </li>
  );
}

/** As it is, line by line; wrapped, so that nothing has to be scrolled sideways. */
function Text({ children }: { children: string }) {
  return (
    <pre className="whitespace-pre-wrap break-all rounded-md bg-sunken px-4 py-3 font-mono text-sm">
      {children}
    </pre>
  );
}
