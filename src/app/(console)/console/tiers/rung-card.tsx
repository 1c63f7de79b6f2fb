"use client";

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { type LocalizedName, textIn } from "@/platform/texts";
import { Button } from "@/ui/button";
import { classNames } from "@/ui/class-names";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Seal } from "@/ui/seal";
import { UnitInput } from "@/ui/unit-input";
import { readDecimal } from "../figures";
import { LocalizedField } from "../localized-field";
import type { FoundFault, RungDraft, RungField } from "./ladder-draft";

/** A benefit that tiers may have. */
export interface GivableBenefit {
  id: string;
  name: LocalizedName;
  /** Comes with the tier's rate, not by being given. */
  isTierPrice: boolean;
}

interface RungCardProps {
  draft: RungDraft;
  rank: number;
  highest: number;
  faults: readonly FoundFault[];
  below: RungDraft | undefined;
  benefits: readonly GivableBenefit[];
  isEdited: boolean;
  onChange: (changed: Partial<RungDraft>) => void;
  onAddAbove: (() => void) | null;
  onRemove: (() => void) | null;
}

const swatches = ["bg-tier-1", "bg-tier-2", "bg-tier-3", "bg-tier-4", "bg-tier-5"];

/** One rung with everything about it; each field says itself what is wrong with it. */
export function RungCard(props: RungCardProps) {
  const { draft, rank, highest, onAddAbove, onRemove } = props;
  const t = useTranslations("program.ladder");
  const { locale } = useFormats();
  const name = textIn(draft.name, locale) || t("unnamed");
  return (
    <li>
      <fieldset className="flex gap-4 rounded-lg border border-line bg-surface p-5">
        <legend className="sr-only">{t("rung", { rank, tier: name })}</legend>
        <span
          aria-hidden="true"
          className="hidden w-2 items-end overflow-hidden rounded-full bg-sunken sm:flex"
        >
          <span
            className={classNames("block w-full rounded-full", swatches[Math.min(rank, 5) - 1])}
            style={{ height: `${(rank / highest) * 100}%` }}
          />
        </span>
        <div className="min-w-0 grow">
          <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
            <p className="flex min-w-0 items-center gap-3">
              <Seal text={sealTextFor({ code: draft.code, name })} />
              <span className="min-w-0">
                <span className="block truncate font-semibold font-serif text-lg">{name}</span>
                <span className="block text-ink-faint text-sm">{draft.code}</span>
              </span>
            </p>
            <span className="flex flex-wrap gap-2">
              {onAddAbove ? (
                <Button size="sm" variant="quiet" onClick={onAddAbove}>
                  <Plus aria-hidden="true" className="size-4" />
                  {t("addAbove")}
                  <span className="sr-only">{t("of", { tier: name })}</span>
                </Button>
              ) : null}
              {onRemove ? (
                <Button size="sm" variant="quiet" onClick={onRemove}>
                  <Trash2 aria-hidden="true" className="size-4" />
                  {t("remove")}
                  <span className="sr-only">{t("of", { tier: name })}</span>
                </Button>
              ) : null}
            </span>
          </div>
          <RungFields {...props} />
        </div>
      </fieldset>
    </li>
  );
}

function RungFields({ draft, rank, faults, below, benefits, isEdited, onChange }: RungCardProps) {
  const t = useTranslations("program.ladder");
  const format = useFormats();
  const { priceUnit } = useTierWords();

  function errorOf(field: RungField): string | undefined {
    // A rung that was just added is empty; that is said once something is typed into the others.
    const found = isEdited ? faults.find((fault) => fault.field === field) : undefined;
    if (!found) return undefined;
    const step = below ? readDecimal(below.threshold, 2) : null;
    return t(`faults.${found.fault}`, {
      amount: format.moneyShort(step ?? 0),
      pays: below?.pays ?? "100",
    });
  }

  const code = (
    <Field label={t("fields.code")} error={errorOf("code")}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          maxLength={32}
          value={draft.code}
          onChange={(event) => onChange({ code: event.target.value.toUpperCase() })}
        />
      )}
    </Field>
  );
  const paysUnit = priceUnit(draft.pays, readDecimal(draft.pays, 2));
  const figure = (field: "threshold" | "pays" | "multiplier", readOnly = false) => (
    <Field label={t(`fields.${field}`)} error={errorOf(field)}>
      {(control) => (
        <UnitInput
          {...control}
          unit={field === "pays" ? paysUnit : t(`units.${field}`)}
          readOnly={readOnly}
          value={draft[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  const choosable = benefits.filter(({ isTierPrice }) => !isTierPrice);
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-5">
        <LocalizedField
          label={(language) => t("fields.name", { language })}
          maxLength={32}
          required={[]}
          typedIn={(locale) => draft.name[locale]}
          errorOf={(locale) => errorOf(`name.${locale}`)}
          onChange={(locale, typed) => onChange({ name: { ...draft.name, [locale]: typed } })}
        />
        {figure("threshold", rank === 1 && draft.threshold === "0")}
        {figure("pays")}
        {figure("multiplier")}
        {draft.isNew ? code : null}
      </div>
      {choosable.length > 0 ? (
        <fieldset className="mt-4">
          <legend className="mb-1.5 font-medium text-sm">{t("fields.benefits")}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {choosable.map(({ id, name }) => (
              <label key={id} className="flex items-center gap-2 py-1 text-sm">
                <input
                  type="checkbox"
                  className="size-5 accent-seal"
                  checked={draft.benefits.includes(id)}
                  onChange={(event) =>
                    onChange({
                      benefits: event.target.checked
                        ? [...draft.benefits, id]
                        : draft.benefits.filter((known) => known !== id),
                    })
                  }
                />
                {textIn(name, format.locale)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}
