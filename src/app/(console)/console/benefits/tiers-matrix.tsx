"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";
import { useUnsavedWork } from "@/ui/unsaved-work";
import type { Change } from "../program/change";
import type { PreviewedEdit } from "../program/preview/use-preview";
import { PublishDialog } from "../program/publish-dialog";

interface TiersMatrixProps {
  definitions: Outputs["benefits"]["list"];
  tiers: Outputs["tiers"]["list"]["items"];
  canEdit: boolean;
}

const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Arrow keys go from box to box, as in a spreadsheet. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = steps[event.key];
  const { row, column } = (event.target as HTMLElement).dataset;
  if (!step || row === undefined || column === undefined) return;
  event.preventDefault();
  const place = `[data-row="${Number(row) + step[0]}"][data-column="${Number(column) + step[1]}"]`;
  event.currentTarget.querySelector<HTMLInputElement>(place)?.focus();
}

/**
 * The ladder with the boxes as they are ticked, for a look at what that would do; null while it is not the one
 * of these definitions.
 */
function editOf(
  ladder: Outputs["tiers"]["ladder"] | undefined,
  { items, versionId }: Outputs["benefits"]["list"],
  chosenOf: (benefit: Outputs["benefits"]["list"]["items"][number]) => readonly string[],
): PreviewedEdit | null {
  if (ladder?.versionId !== versionId) return null;
  const ticked = items.filter(({ isTierPrice }) => !isTierPrice);
  const own = new Set(ticked.map(({ id }) => id));
  const tiers = ladder.items.map(({ rank: _, ...rung }) => {
    const has = ticked.filter((benefit) => chosenOf(benefit).includes(rung.code));
    const others = rung.benefits.filter((id) => !own.has(id));
    return { ...rung, benefits: [...others, ...has.map(({ id }) => id)] };
  });
  return { expectedVersion: versionId, ladder: { tiers, removed: [] } };
}

/** Which tier has which benefit: a box for each pair, saved together with one reason. */
export function TiersMatrix({ definitions, tiers, canEdit }: TiersMatrixProps) {
  const t = useTranslations("benefitsDesk");
  const { locale } = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Only the boxes that somebody ticked: the others follow the version in force.
  const [typed, setTyped] = useState<Record<string, Record<string, boolean>>>({});
  const [saving, setSaving] = useState(false);
  const ladder = useQuery(trpc.tiers.ladder.queryOptions({}, { enabled: saving }));
  const { items } = definitions;
  const nameOf = (benefit: (typeof items)[number]) => textIn(benefit.name, locale);
  const inOrder = (codes: readonly string[]) =>
    tiers.filter(({ code }) => codes.includes(code)).map(({ code }) => code);
  const chosenOf = (benefit: (typeof items)[number]) =>
    tiers
      .filter(({ code }) => typed[benefit.id]?.[code] ?? benefit.tiers.includes(code))
      .map(({ code }) => code);
  const isChanged = (benefit: (typeof items)[number]) =>
    chosenOf(benefit).join() !== inOrder(benefit.tiers).join();
  const changed = items.filter(isChanged);
  const tierNames = (codes: readonly string[]) =>
    tiers
      .filter(({ code }) => codes.includes(code))
      .map(({ name }) => name)
      .join(t("comma")) || t("matrix.nobody");
  const changes: Change[] = changed.map((benefit) => ({
    key: benefit.id,
    label: nameOf(benefit),
    before: tierNames(benefit.tiers),
    after: tierNames(chosenOf(benefit)),
  }));
  /** Each box that was ticked otherwise, as a draft names it. */
  const boxes = (benefit: (typeof items)[number]) =>
    tiers.flatMap(({ code }) => {
      const [had, has] = [benefit.tiers.includes(code), chosenOf(benefit).includes(code)];
      const field = `tiers.${code}.benefits.${benefit.id}`;
      if (had === has) return [];
      return [has ? { field, value: true } : { field, was: true }];
    });
  const setTiers = useMutation(
    trpc.benefits.setTiers.mutationOptions({
      onSuccess: ({ approvalId }) => {
        showToast("good", t(approvalId ? "waits" : "saved"));
        setTyped({});
        setSaving(false);
      },
      onSettled: () => queryClient.invalidateQueries(),
    }),
  );
  /** The ladder as it would be; none until it was read, or where others published between two readings. */
  const edit = editOf(ladder.data, definitions, (benefit) => chosenOf(benefit));
  const save = (reason: string) =>
    setTiers.mutate({
      expectedVersion: definitions.versionId,
      reason,
      benefits: changed.map((benefit) => ({ benefitId: benefit.id, tiers: chosenOf(benefit) })),
    });

  useUnsavedWork(changes.length > 0 && !setTiers.isPending);

  function toggle(benefit: (typeof items)[number], code: string, on: boolean): void {
    setTyped({ ...typed, [benefit.id]: { ...typed[benefit.id], [code]: on } });
  }

  return (
    <>
      <p className="-mt-2 mb-3 text-ink-soft text-sm">
        {t(canEdit ? "matrix.hint" : "matrix.readOnly")}
      </p>
      <section
        aria-label={t("matrix.title")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        className="relative max-h-[32rem] overflow-auto rounded-md border border-line"
      >
        <table onKeyDown={walk} className="w-full border-separate border-spacing-0 text-left">
          <caption className="sr-only">{t("matrix.title")}</caption>
          <thead>
            <tr className="text-ink-soft text-sm">
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 border-line border-b bg-surface px-3 py-2.5 font-normal"
              >
                {t("column.benefit")}
              </th>
              {tiers.map(({ code, name }) => (
                <th
                  key={code}
                  scope="col"
                  className="sticky top-0 z-10 whitespace-nowrap border-line border-b bg-surface px-3 py-2.5 text-center font-normal"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((benefit, row) => (
              <tr key={benefit.id} className="last:*:border-b-0">
                <th
                  scope="row"
                  className="sticky left-0 z-10 min-w-28 border-line border-b bg-surface px-3 py-2 font-medium"
                >
                  {nameOf(benefit)}
                  {benefit.enabled ? null : (
                    <span className="block font-normal text-ink-faint text-sm">
                      {t("disabled")}
                    </span>
                  )}
                </th>
                {tiers.map((tier, column) => (
                  <td key={tier.code} className="border-line border-b px-3 py-2 text-center">
                    {benefit.isTierPrice || !canEdit ? (
                      <span className="inline-grid size-6 place-items-center text-ink-faint">
                        {benefit.tiers.includes(tier.code) ? (
                          <Check aria-hidden="true" className="size-4" />
                        ) : (
                          <span aria-hidden="true">–</span>
                        )}
                        <span className="sr-only">
                          {t(benefit.tiers.includes(tier.code) ? "matrix.has" : "matrix.hasNot")}
                        </span>
                      </span>
                    ) : (
                      <span className="touch inline-grid size-6 place-items-center">
                        <input
                          type="checkbox"
                          data-row={row}
                          data-column={column}
                          className="relative z-1 size-5 accent-seal"
                          aria-label={t("matrix.cell", {
                            benefit: nameOf(benefit),
                            tier: tier.name,
                          })}
                          checked={chosenOf(benefit).includes(tier.code)}
                          onChange={(event) => toggle(benefit, tier.code, event.target.checked)}
                        />
                      </span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {canEdit ? (
        <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-ink-soft text-sm">
            {changes.length > 0 ? t("matrix.changed", { count: changes.length }) : ""}
          </p>
          {changes.length > 0 ? (
            <span className="flex gap-2">
              <Button size="sm" onClick={() => setTyped({})}>
                {t("matrix.discard")}
              </Button>
              <Button size="sm" variant="primary" onClick={() => setSaving(true)}>
                {t("matrix.save")}
              </Button>
            </span>
          ) : null}
        </div>
      ) : null}
      {saving ? (
        <PublishDialog
          changes={changes}
          edit={edit}
          searched={edit}
          draft={{
            edits: changed.flatMap(boxes),
            onKept: () => {
              setSaving(false);
              setTyped({});
            },
          }}
          error={setTiers.error}
          pending={setTiers.isPending}
          onPublish={save}
          onReload={async () => {
            await queryClient.invalidateQueries({ queryKey: trpc.benefits.list.pathKey() });
            setTiers.reset();
          }}
          onClose={() => {
            setTiers.reset();
            setSaving(false);
          }}
        />
      ) : null}
    </>
  );
}
