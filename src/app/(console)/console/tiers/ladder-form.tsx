"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useUnsavedWork } from "@/ui/unsaved-work";
import type { Change } from "../program/change";
import { PublishBar } from "../program/publish-bar";
import {
  draftOfRung,
  type EditedRung,
  faultsOf,
  type RungDraft,
  rebased,
  rungAbove,
  rungsOf,
} from "./ladder-draft";
import { RemovedRungs } from "./removed-rungs";
import { type GivableBenefit, RungCard } from "./rung-card";
import { useLadderWords } from "./use-ladder-words";

interface Move {
  code: string;
  moveTo: string;
}

/** What was typed over a ladder, looked at once more. */
export interface TypedLadder {
  changes: readonly Change[];
  edited: { tiers: EditedRung[]; removed: Move[] };
  /** It is where it should be. */
  onDone: () => void;
  onClose: () => void;
}

/** What was typed, and the ladder it was typed over. */
interface Edit {
  drafts: readonly RungDraft[];
  base: readonly RungDraft[];
}

interface LadderFormProps {
  rungs: readonly EditedRung[];
  /** The ladder that members are on: where those of tiers that go away will be is asked. */
  before: readonly EditedRung[];
  /** Where they go as was said already. */
  said?: readonly Move[];
  benefits: readonly GivableBenefit[];
  /** Of the last step, where it is another one than publishing. */
  submit?: string;
  lastStep: (typed: TypedLadder) => ReactNode;
}

const NOTHING_SAID: readonly Move[] = [];

/** A ladder as one can climb it, each rung with its terms: edited here, kept as a whole. */
export function LadderForm(props: LadderFormProps) {
  const { rungs, before, said = NOTHING_SAID, benefits, submit, lastStep } = props;
  const t = useTranslations("program");
  const { locale } = useFormats();
  const nameOf = (id: string) => {
    const benefit = benefits.find((known) => known.id === id);
    return benefit ? textIn(benefit.name, locale) : id;
  };
  const words = useLadderWords(nameOf);
  // Null where nothing was typed; what was not touched follows the version in force.
  const [edit, setEdit] = useState<Edit | null>(null);
  const [moveTo, setMoveTo] = useState<Record<string, string>>({});
  const [isLast, setLast] = useState(false);
  const added = useRef(0);
  const base = rungs.map(draftOfRung);
  const drafts = edit ? rebased(edit.drafts, edit.base, base) : base;
  const faults = faultsOf(drafts);
  const nextRungs = rungsOf(drafts);
  const removed = before.filter(({ code }) => drafts.every((rung) => rung.code !== code));
  const titleOf = (code: string) => {
    const rung = [...nextRungs, ...before].find((one) => one.code === code);
    return rung ? words.nameOf(rung) || code : code;
  };
  const saidOf = (code: string) => said.find((move) => move.code === code)?.moveTo;
  const changes = faults.length > 0 ? [] : [...words.changes(rungs, nextRungs), ...moves()];

  useUnsavedWork(faults.length > 0 || changes.length > 0);

  /** Where the members of a removed rung go unless somebody says otherwise: one step down. */
  function targetOf(code: string): string {
    const chosen = moveTo[code] ?? saidOf(code);
    if (chosen && drafts.some((rung) => rung.code === chosen)) return chosen;
    const place = before.findIndex((rung) => rung.code === code);
    const below = before
      .slice(0, place)
      .findLast((rung) => drafts.some((draft) => draft.code === rung.code));
    return below?.code ?? drafts[0]?.code ?? "";
  }

  /** Members who shall go elsewhere than it was said. */
  function moves(): Change[] {
    return removed.flatMap((rung): Change[] => {
      const [was, is] = [saidOf(rung.code), targetOf(rung.code)];
      if (was === undefined || was === is) return [];
      const label = t("ladder.moveTo", { tier: words.nameOf(rung) });
      return [{ key: `removed.${rung.code}`, label, before: titleOf(was), after: titleOf(is) }];
    });
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

  const edited = {
    tiers: nextRungs,
    removed: removed.map(({ code }) => ({ code, moveTo: targetOf(code) })),
  };

  function forget(): void {
    setEdit(null);
    setMoveTo({});
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
        dirty={edit !== null || Object.keys(moveTo).length > 0}
        submit={submit}
        onDiscard={forget}
        onPublish={() => setLast(true)}
      />
      {isLast
        ? lastStep({
            changes,
            edited,
            onDone: () => {
              setLast(false);
              forget();
            },
            onClose: () => setLast(false),
          })
        : null}
    </>
  );
}
