"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Layout } from "@/modules/lists/schema/lists";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SegmentedControl } from "@/ui/segmented-control";
import { type ListColumn, shownKeys } from "./list-column";

interface ColumnsDialogProps {
  open: boolean;
  columns: readonly Pick<ListColumn<never>, "key" | "title" | "isExtra">[];
  layout: Layout;
  onChange: (layout: Layout) => void;
  onClose: () => void;
}

/** Which columns, in which order, and how close the rows stand; what is chosen is so at once. */
export function ColumnsDialog({ open, columns, layout, onChange, onClose }: ColumnsDialogProps) {
  const t = useTranslations("lists.columns");
  const tState = useTranslations("common.state");
  const shown = shownKeys(columns, layout);
  const titles = new Map(columns.map(({ key, title }) => [key, title]));
  const hidden = columns.map(({ key }) => key).filter((key) => !shown.includes(key));
  const set = (keys: string[]) => onChange({ ...layout, columns: keys });

  function move(key: string, by: 1 | -1): void {
    const keys = [...shown];
    const at = keys.indexOf(key);
    const other = keys[at + by];
    if (other === undefined) return;
    keys[at + by] = key;
    keys[at] = other;
    set(keys);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      title={t("title")}
      closeLabel={tState("close")}
    >
      <div className="space-y-5">
        <SegmentedControl
          label={t("density")}
          value={layout.density}
          options={(["COMFORTABLE", "COMPACT"] as const).map((value) => ({
            value,
            label: t(`densities.${value}`),
          }))}
          onChange={(density) => onChange({ ...layout, density })}
        />
        <fieldset>
          <legend className="mb-1 text-ink-faint text-sm">{t("legend")}</legend>
          <ul>
            {[...shown, ...hidden].map((key) => {
              const at = shown.indexOf(key);
              const title = titles.get(key) ?? key;
              return (
                <li key={key} className="flex items-center gap-2">
                  <label className="flex min-h-10 grow items-center gap-3">
                    <input
                      type="checkbox"
                      className="size-5 shrink-0 accent-seal"
                      checked={at >= 0}
                      disabled={at === 0}
                      onChange={({ target }) =>
                        set(target.checked ? [...shown, key] : shown.filter((one) => one !== key))
                      }
                    />
                    {title}
                  </label>
                  {at > 0 ? (
                    <>
                      <Button
                        variant="quiet"
                        size="sm"
                        aria-label={t("up", { column: title })}
                        disabled={at === 1}
                        onClick={() => move(key, -1)}
                      >
                        <ArrowUp aria-hidden="true" className="size-4" />
                      </Button>
                      <Button
                        variant="quiet"
                        size="sm"
                        aria-label={t("down", { column: title })}
                        disabled={at === shown.length - 1}
                        onClick={() => move(key, 1)}
                      >
                        <ArrowDown aria-hidden="true" className="size-4" />
                      </Button>
                    </>
                  ) : null}
                </li>
              );
            })}
          </ul>
        </fieldset>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onChange({ columns: [], density: "COMFORTABLE" })}>
            {t("reset")}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
