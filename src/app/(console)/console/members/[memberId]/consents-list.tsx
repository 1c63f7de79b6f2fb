"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { listInput } from "./member-tab";

/** Each yes and no, with when, where and to which words. */
export function ConsentsList({ memberId }: { memberId: string }) {
  const t = useTranslations("consents");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.consents.infiniteQueryKey(input), (cursor) =>
      client.members.consents.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  return (
    <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
      {(changes) => (
        <ol>
          {changes.map(({ id, consent, given, at, via, source, textVersion, actor }) => (
            <li key={id} className="border-line border-b py-3.5 first:pt-0 last:border-0">
              <p className="font-medium">
                {t(given ? "gave" : "withdrew", { consent: t(`kind.${consent}`) })}
              </p>
              <p className="tabular break-words text-ink-faint text-sm">
                {[
                  format.dateTime(at),
                  t(`via.${via}`),
                  ...(source === null ? [] : [source]),
                  ...(textVersion === null ? [] : [t("version", { version: textVersion })]),
                  t("by", { actor: actorName(actor) }),
                ].join(" · ")}
              </p>
            </li>
          ))}
        </ol>
      )}
    </PagedList>
  );
}
