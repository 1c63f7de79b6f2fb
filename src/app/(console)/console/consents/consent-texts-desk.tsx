"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { type ConsentKind, consentKind } from "@/modules/members/schema";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { PanelSection } from "@/ui/panel";
import { Skeleton } from "@/ui/skeleton";
import { PublishText } from "./publish-text";

type ConsentText = Outputs["members"]["consentTexts"]["items"][number];

/** What members read beside each consent, with the versions before. */
export function ConsentTextsDesk({ mayPublish }: { mayPublish: boolean }) {
  const t = useTranslations("consents");
  const trpc = useTRPC();
  const [editing, setEditing] = useState<ConsentKind | null>(null);
  const query = useQuery(trpc.members.consentTexts.queryOptions({}));
  const actorName = useActorNames(query.data?.items.map(({ publishedBy }) => publishedBy) ?? []);
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  if (!query.data) return <Skeleton className="h-64" />;
  const { items } = query.data;
  const versionsOf = (consent: ConsentKind) => items.filter((item) => item.consent === consent);
  return (
    <div className="space-y-6">
      {consentKind.options.map((consent) => (
        <PanelSection key={consent} id={consent} title={t(`kind.${consent}`)}>
          <Versions versions={versionsOf(consent)} actorName={actorName} />
          {mayPublish ? (
            <Button size="sm" className="mt-4" onClick={() => setEditing(consent)}>
              {t("newVersion")}
            </Button>
          ) : null}
        </PanelSection>
      ))}
      {editing ? (
        <PublishText
          consent={editing}
          newest={versionsOf(editing)[0] ?? null}
          onReload={() => query.refetch()}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </div>
  );
}

interface VersionsProps {
  versions: readonly ConsentText[];
  actorName: (actor: string) => string;
}

function Versions({ versions, actorName }: VersionsProps) {
  const t = useTranslations("consents");
  const format = useFormats();
  const locale = useLocale();
  if (versions.length === 0) return <p className="text-ink-soft text-sm">{t("noText")}</p>;
  return (
    <ol>
      {versions.map(({ version, text, publishedAt, publishedBy }, place) => (
        <li key={version} className="border-line border-b py-3 first:pt-0 last:border-0 last:pb-0">
          <p className={place === 0 ? "break-words" : "break-words text-ink-soft"}>
            {text[locale] ?? text["zh-CN"]}
          </p>
          <p className="tabular text-ink-faint text-sm">
            {[
              t("version", { version }),
              format.dateTime(publishedAt),
              t("by", { actor: actorName(publishedBy) }),
            ].join(" · ")}
          </p>
        </li>
      ))}
    </ol>
  );
}
