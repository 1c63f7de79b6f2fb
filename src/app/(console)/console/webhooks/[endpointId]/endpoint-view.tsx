"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC } from "@/trpc/client";
import { Panel } from "@/ui/panel";
import { SkeletonRows } from "@/ui/skeleton";
import { type Endpoint, EndpointBadge, stateOf, useCount, useTypeWords } from "../endpoint-status";
import { EndpointActions } from "./endpoint-actions";

const refetchMs = 5_000;

/** An endpoint as it stands: what that means, and what can be done. */
export function EndpointView({ endpointId }: { endpointId: string }) {
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const query = useQuery(
    trpc.webhooks.endpoint.queryOptions({ endpointId }, { refetchInterval: refetchMs }),
  );
  if (!query.data) {
    return (
      <Panel>
        {query.isError ? (
          <LoadFailed
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        ) : (
          <SkeletonRows label={tState("loading")} />
        )}
      </Panel>
    );
  }
  return <EndpointSummary endpoint={query.data} />;
}

function EndpointSummary({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations("webhooks");
  const format = useFormats();
  const count = useCount();
  const typeWords = useTypeWords();
  const state = stateOf(endpoint);
  const isTrouble = state !== "ACTIVE" && state !== "BY_HAND";
  const figures = [
    { label: t("facts.behind"), value: count(endpoint.behind) },
    { label: t("facts.waiting"), value: count(endpoint.waiting) },
    { label: t("facts.failed"), value: count(endpoint.failed) },
  ];
  return (
    <>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="break-all text-xl">{endpoint.url}</h1>
            <EndpointBadge endpoint={endpoint} />
          </div>
          {endpoint.description ? <p className="mt-1">{endpoint.description}</p> : null}
          {endpoint.oldSecretUntil ? (
            <p className="tabular text-ink-faint text-sm">
              {t("oldSecret", { time: format.dateTime(endpoint.oldSecretUntil) })}
            </p>
          ) : null}
        </div>
        <EndpointActions endpoint={endpoint} />
      </div>
      <p
        role="status"
        className={
          isTrouble
            ? "mb-5 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn"
            : "mb-5 text-ink-soft"
        }
      >
        {t(`meaning.${state}`, {
          failures: endpoint.failures,
          since: endpoint.failingSince ? format.dateTime(endpoint.failingSince) : "–",
        })}
      </p>
      <dl className="grid grid-cols-3 gap-4 rounded-lg border border-line bg-surface px-4 py-3.5 sm:px-6 sm:py-4">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-ink-faint text-sm">{label}</dt>
            <dd className="tabular font-semibold font-serif text-xl sm:text-2xl">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-ink-soft text-sm">
        {t("facts.types")} · {typeWords(endpoint.eventTypes)}
        {endpoint.eventTypes === null ? null : (
          <span className="ml-2 break-words font-mono text-xs">
            {endpoint.eventTypes.join(", ")}
          </span>
        )}
      </p>
    </>
  );
}
