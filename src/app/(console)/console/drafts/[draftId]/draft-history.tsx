"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { fieldsOf } from "@/modules/drafts/rules/fields";
import { type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { ChangeList } from "../../program/change-list";
import type { Draft } from "../draft";
import { withField } from "../one-field";
import { useProgramChanges } from "../use-program-changes";

type Line = Outputs["drafts"]["changes"]["items"][number];

/** Who changed what of a draft, and when. */
export function DraftHistory({ draft }: { draft: Draft }) {
  const t = useTranslations("draftDesk.history");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const changes = useProgramChanges();
  const { draftId, content } = draft;
  const input = { draftId, limit: 20 };
  const query = useInfiniteQuery(
    pagedOptions(trpc.drafts.changes.infiniteQueryKey(input), (cursor) =>
      client.drafts.changes.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));

  /** In words where what the field is part of is there; else as the field is called. */
  function said({ changeId, field, before, after }: Line) {
    const [kind, id] = field.split(".");
    const isInWhole = fieldsOf(content).has(`${kind}.${id}.name`);
    const isWhole = before !== undefined && after !== undefined;
    const isPlain =
      isWhole || /^(rules\.|benefits\.\w+\.params\.|tiers\.\w+\.benefits\.)/.test(field);
    if (isPlain && (kind === "rules" || kind === "removed" || isInWhole)) {
      const words = changes(withField(content, field, before), withField(content, field, after));
      if (words.length > 0) return words.map((word) => ({ ...word, key: changeId + word.key }));
    }
    return [{ key: changeId, label: field, before: text(before), after: text(after) }];
  }

  return (
    <PanelSection id="history" title={t("title")}>
      <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
        {(lines) => (
          <ul className="divide-y divide-line">
            {lines.map((line) => (
              <li key={line.changeId} className="py-2.5">
                <ChangeList changes={said(line)} />
                <p className="tabular text-ink-faint text-sm">
                  {t(`kinds.${line.kind}`)} · {actorName(line.actor)} ·{" "}
                  {format.dateTime(line.createdAt)}
                </p>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </PanelSection>
  );
}
