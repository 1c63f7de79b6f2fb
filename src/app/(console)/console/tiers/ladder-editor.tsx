"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { type Outputs, useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { showToast } from "@/ui/toast-store";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { editsBetween } from "../drafts/edits-between";
import { PublishBar } from "../program/publish-bar";
import { PublishDialog } from "../program/publish-dialog";
import { draftOfRung, faultsOf, type RungDraft, rebased, rungAbove, rungsOf } from "./ladder-draft";
import { RemovedRungs } from "./removed-rungs";
import { RungCard } from "./rung-card";
import { useLadderEffects } from "./use-ladder-effects";
import { useLadderWords } from "./use-ladder-words";

type Ladder = Outputs["tiers"]["ladder"];
type Benefits = Outputs["benefits"]["list"]["items"];

/** The ladder as one can climb it, each rung with its terms: edited here, published as a whole. */
export function LadderEditor() {
  const t = useTranslations("program");
  const trpc = useTRPC();
  const ladder = useQuery(trpc.tiers.ladder.queryOptions({}));
  const benefits = useQuery(trpc.benefits.list.queryOptions({}));
  const broken = [ladder, benefits].find(({ isError }) => isError);
  if (broken && !(ladder.data && benefits.data)) {
    return (
      <LoadFailed
        error={broken.error}
        pending={broken.isFetching}
        onRetry={() => broken.refetch()}
      />
    );
  }
  if (!ladder.data || !benefits.data) return <SkeletonRows label={t("loading")} />;
  return (
    <>
      {broken ? (
        <LoadFailed
          stale
          error={broken.error}
          pending={broken.isFetching}
          onRetry={() => broken.refetch()}
        />
      ) : null}
      <LadderForm
        ladder={ladder.data}
        benefits={benefits.data.items}
        onReload={() => ladder.refetch()}
      />
    </>
  );
}

/** What was typed, and the ladder it was typed over. */
interface Edit {
  drafts: readonly RungDraft[];
  base: readonly RungDraft[];
}

interface LadderFormProps {
  ladder: Ladder;
  benefits: Benefits;
  onReload: () => Promise<unknown>;
}

function LadderForm({ ladder, benefits, onReload }: LadderFormProps) {
  const t = useTranslations("program");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const nameOf = (id: string) => {
    const benefit = benefits.find((known) => known.id === id);
    return benefit ? textIn(benefit.name, locale) : id;
  };
  const words = useLadderWords(nameOf);
  // Null where nothing was typed; what was not touched follows the version in force.
  const [edit, setEdit] = useState<Edit | null>(null);
  const [moveTo, setMoveTo] = useState<Record<string, string>>({});
  const [publishing, setPublishing] = useState(false);
  const added = useRef(0);
  const base = ladder.items.map(draftOfRung);
  const drafts = edit ? rebased(edit.drafts, edit.base, base) : base;
  const faults = faultsOf(drafts);
  const nextRungs = rungsOf(drafts);
  const removed = ladder.items.filter(({ code }) => drafts.every((rung) => rung.code !== code));
  const changes = faults.length > 0 ? [] : words.changes(ladder.items, nextRungs);
  const effects = useLadderEffects(ladder.items, nextRungs, publishing);
  const publish = useMutation(
    trpc.tiers.publish.mutationOptions({
      onSuccess: async ({ versionId }) => {
        showToast("good", versionId ? t("published", { version: versionId }) : t("waits"));
        await queryClient.invalidateQueries();
        setPublishing(false);
        setEdit(null);
        setMoveTo({});
      },
    }),
  );

  useUnsavedWork((faults.length > 0 || changes.length > 0) && !publish.isPending);

  /** Where the members of a removed rung go unless somebody says otherwise: one step down. */
  function targetOf(code: string): string {
    const chosen = moveTo[code];
    if (chosen && drafts.some((rung) => rung.code === chosen)) return chosen;
    const place = ladder.items.findIndex((rung) => rung.code === code);
    const below = ladder.items
      .slice(0, place)
      .findLast((rung) => drafts.some((draft) => draft.code === rung.code));
    return below?.code ?? drafts[0]?.code ?? "";
  }

  const setDrafts = (edited: readonly RungDraft[]) => setEdit({ drafts: edited, base });

  function change(index: number, changed: Partial<RungDraft>): void {
    setDrafts(drafts.map((draft, at) => (at === index ? { ...draft, ...changed } : draft)));
  }

  function addAbove(index: number): void {
    const below = drafts[index];
    if (!below) return;
    added.current += 1;
    const rung = rungAbove(below, drafts[index + 1], `new-${added.current}`);
    setDrafts(drafts.toSpliced(index + 1, 0, rung));
  }

  const expectedVersion = ladder.versionId;
  const edited = {
    tiers: nextRungs,
    removed: removed.map(({ code }) => ({ code, moveTo: targetOf(code) })),
  };
  const send = (reason: string) => publish.mutate({ expectedVersion, reason, ...edited });
  const known = ladder.items.map(({ rank: _, ...rung }) => rung);

  function forget(): void {
    setPublishing(false);
    setEdit(null);
    setMoveTo({});
  }

  function close(): void {
    publish.reset();
    setPublishing(false);
  }

  return (
    <>
      <ol aria-label={t("ladder.label")} className="space-y-4">
        {drafts.map((draft, index) => (
          <RungCard
            key={draft.key}
            draft={draft}
            rank={index + 1}
            highest={drafts.length}
            faults={faults.filter((found) => found.index === index)}
            below={drafts[index - 1]}
            benefits={benefits}
            isEdited={edit !== null}
            onChange={(changed) => change(index, changed)}
            onAddAbove={drafts.length < 20 ? () => addAbove(index) : null}
            onRemove={
              index === 0 ? null : () => setDrafts(drafts.filter((other) => other !== draft))
            }
          />
        ))}
      </ol>
      <RemovedRungs
        removed={removed.map((rung) => ({ code: rung.code, name: words.nameOf(rung) }))}
        targets={nextRungs.map((rung) => ({
          code: rung.code,
          name: words.nameOf(rung) || rung.code,
        }))}
        targetOf={targetOf}
        onChoose={(code, target) => setMoveTo({ ...moveTo, [code]: target })}
      />
      <PublishBar
        count={changes.length}
        faulty={faults.length > 0}
        dirty={edit !== null}
        onDiscard={() => {
          setEdit(null);
          setMoveTo({});
        }}
        onPublish={() => setPublishing(true)}
      />
      {publishing ? (
        <PublishDialog
          changes={changes}
          effects={effects}
          edit={{ expectedVersion, ladder: edited }}
          draft={{ edits: editsBetween({ tiers: known }, edited), onKept: forget }}
          error={publish.error}
          pending={publish.isPending}
          onPublish={send}
          onReload={async () => {
            await onReload();
            publish.reset();
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}
