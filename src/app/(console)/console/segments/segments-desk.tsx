"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useRuleWords } from "@/modules/segments/components/use-rule-words";
import { textIn } from "@/platform/texts";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { DeskHeading } from "../desk-page";
import { AttributesPanel } from "./attributes-panel";
import type { Choices } from "./condition-fields";
import { namedIn } from "./rule-editor";
import { SegmentDialog } from "./segment-dialog";
import type { Segment } from "./segments-query";

/** Every segment that is kept up; one is opened to be changed. */
export function SegmentsDesk({ choices }: { choices: Choices }) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.segments.list.queryOptions({}),
    // While members are still being added their number grows.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ isSettled }) => !isSettled) ? 2_000 : false,
  });
  const segments = query.data?.items ?? [];
  const [opened, setOpened] = useState<Segment | "NEW" | null>(null);
  const create = (
    <Button variant="primary" size="sm" onClick={() => setOpened("NEW")}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <DeskHeading title={t("title")} lead={t("lead")} action={create} />
      <Panel>
        {segments.length === 0 ? (
          <EmptyState title={t("empty")} hint={t("emptyHint")} />
        ) : (
          <SegmentsTable segments={segments} choices={choices} onOpen={setOpened} />
        )}
      </Panel>
      <AttributesPanel />
      {opened ? (
        <SegmentDialog
          segment={
            opened === "NEW"
              ? null
              : (segments.find(({ segmentId }) => segmentId === opened.segmentId) ?? opened)
          }
          choices={choices}
          onReload={() => query.refetch()}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

interface SegmentsTableProps {
  segments: readonly Segment[];
  choices: Choices;
  onOpen: (segment: Segment) => void;
}

function SegmentsTable({ segments, choices, onOpen }: SegmentsTableProps) {
  const t = useTranslations("segments");
  const format = useFormats();
  const words = useRuleWords(namedIn(choices, format.locale));
  return (
    <DataTable
      caption={t("title")}
      rows={segments}
      keyOf={({ segmentId }) => segmentId}
      columns={[
        {
          header: t("column.name"),
          primary: true,
          cell: (one) => (
            <>
              <button
                type="button"
                className="text-left underline decoration-line-strong underline-offset-4 hover:decoration-seal"
                onClick={() => onOpen(one)}
              >
                {textIn(one.name, format.locale)}
              </button>
              <span className="block font-normal text-ink-faint text-sm">
                {one.rule ? words.rule(one.rule) : t("list")}
              </span>
            </>
          ),
        },
        {
          header: t("column.members"),
          figure: true,
          cell: ({ members }) => format.points(members),
        },
        {
          header: t("column.state"),
          cell: ({ isSettled }) => t(isSettled ? "settled" : "settling"),
        },
        { header: t("column.events"), cell: ({ tells }) => t(tells ? "tells" : "quiet") },
      ]}
    />
  );
}
