"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import type { Change } from "../../program/change";
import { ChangeList } from "../../program/change-list";
import type { Draft } from "../draft";
import { actsOf, sidesOf } from "../said-changes";
import { useProgramChanges } from "../use-program-changes";

type Line = Outputs["drafts"]["changes"]["items"][number];

/** Who changed what of a draft, and when. */
export function DraftHistory({ draft }: { draft: Draft }) {
  const t = useTranslations("draftDesk.history");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const changes = useProgramChanges();
  const { draftId } = draft;
  const input = { draftId, limit: 100 };
  const query = useInfiniteQuery(
    pagedOptions(trpc.drafts.changes.infiniteQueryKey(input), (cursor) =>
      client.drafts.changes.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

  /** In words; as fields are called where none can be made. */
  function said(act: readonly Line[]): Change[] {
    const fields = act.map(({ field, before, after }) => ({ field, before, after }));
    const words = changes(...sidesOf(draft, fields));
    if (words.length > 0) return words;
    return act.map(({ changeId, field, before, after }) => {
      return { key: changeId, label: field, before: text(before), after: text(after) };
    });
  }

  return (
    <PanelSection id="history" title={t("title")}>
      <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
        {(lines) => (
          <ul className="divide-y divide-line">
            {actsOf(lines).map((act) => {
              const [first] = act;
              return first ? (
                <li key={first.changeId} className="py-2.5">
                  <ChangeList changes={said(act)} />
                  <p className="tabular text-ink-faint text-sm">
                    {t(`kinds.${first.kind}`)} · {actorName(first.actor)} ·{" "}
                    {format.dateTime(first.createdAt)}
                  </p>
                </li>
              ) : null;
            })}
          </ul>
        )}
      </PagedList>
    </PanelSection>
  );
}
