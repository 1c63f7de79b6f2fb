"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { failureOf } from "@/trpc/client";
import { Panel } from "@/ui/panel";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { focusFirstInvalid } from "../focus-first-invalid";
import { type ActivityDraft, type ActivityField, faultsOfActivity } from "./activity-draft";
import { ActivityPreview } from "./activity-preview";
import { EffectFields } from "./effect-fields";
import type { FieldsProps } from "./fields-props";
import { LimitFields } from "./limit-fields";
import type { Standing } from "./preview-of";
import { WordFields } from "./word-fields";

interface ActivityFormProps {
  initial: ActivityDraft;
  /** What has become of it so far, for the preview. */
  standing?: Standing;
  isFixed?: (field: ActivityField) => boolean;
  tiers: readonly { code: string; name: string }[];
  error: unknown;
  /** What was typed is on its way, or has arrived. */
  saving: boolean;
  /** The buttons at the form's end. */
  actions: (dirty: boolean) => ReactNode;
  onDirty?: (dirty: boolean) => void;
  /** A draft without faults. */
  onSave: (draft: ActivityDraft) => void;
}

const nothingFixed = () => false;

/** Where each of the API's fields stands in the form. */
const apiFields: Record<string, ActivityField> = {
  "effect.multiplierPct": "multiplier",
  "effect.points": "points",
  "effect.target": "target",
  "effect.orderMinimumMinor": "orderMinimum",
  effect: "kind",
};

function differs(typed: Partial<ActivityDraft>, initial: ActivityDraft): boolean {
  return Object.entries(typed).some(([field, text]) => initial[field as ActivityField] !== text);
}

/** An activity is built beside the card that shoppers will see. */
export function ActivityForm({
  initial,
  standing,
  isFixed = nothingFixed,
  tiers,
  error,
  saving,
  actions,
  onDirty,
  onSave,
}: ActivityFormProps) {
  const t = useTranslations("activityDesk");
  const tConsole = useTranslations("console");
  const { now, timeZone } = useFormats();
  // Only what was typed: the rest follows the activity, also when somebody else changes it.
  const [typed, setTyped] = useState<Partial<ActivityDraft>>({});
  const [tried, setTried] = useState(false);
  const draft: ActivityDraft = { ...initial, ...typed };
  const isDirty = differs(typed, initial);
  useUnsavedWork(isDirty && !saving);
  const faults = faultsOfActivity(draft, { now, timeZone }).filter(({ field }) => !isFixed(field));
  const { code, detail, fieldErrors } = failureOf(error);

  function errorOf(field: ActivityField): string | undefined {
    const refused = fieldErrors.find(({ path }) => (apiFields[path] ?? path) === field);
    if (refused) return t("faults.refused", { message: refused.message });
    const found = tried ? faults.find((fault) => fault.field === field) : undefined;
    return found ? t(`faults.${found.fault}`) : undefined;
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (faults.length > 0) focusFirstInvalid(event.currentTarget);
    else onSave(draft);
  }

  const fields: FieldsProps = {
    draft,
    isFixed,
    errorOf,
    onChange: (changed) => {
      setTyped({ ...typed, ...changed });
      onDirty?.(differs({ ...typed, ...changed }, initial));
    },
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Panel>
        <form onSubmit={submit} noValidate className="space-y-7">
          <WordFields {...fields} />
          <EffectFields {...fields} />
          <LimitFields {...fields} tiers={tiers} />
          <div role="alert" className="empty:hidden">
            {error && fieldErrors.length === 0 ? (
              <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
                {code === "VERSION_CONFLICT" ? t("conflict") : (detail ?? tConsole("failed"))}
              </p>
            ) : null}
          </div>
          <div className="flex flex-wrap justify-end gap-2">{actions(isDirty)}</div>
        </form>
      </Panel>
      <ActivityPreview draft={draft} standing={standing ?? null} tiers={tiers} />
    </div>
  );
}
