"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import type { FieldError } from "react-hook-form";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { createInput } from "@/modules/activities/schema/activity";
import { failureOf } from "@/trpc/client";
import { Panel } from "@/ui/panel";
import { MachineStep } from "../program/machines/machine-step";
import {
  type ActivityDraft,
  type ActivityField,
  faultIn,
  faultsOfActivity,
  settingsOf,
  shownAt,
} from "./activity-draft";
import { ActivityPreview } from "./activity-preview";
import { EffectFields } from "./effect-fields";
import type { FieldsProps } from "./fields-props";
import { LimitFields } from "./limit-fields";
import type { Standing } from "./preview-of";
import { TermFields } from "./term-fields";
import { WordFields } from "./word-fields";

interface ActivityFormProps {
  /** Null for a new one. */
  activityId: string | null;
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

/** An activity is built beside the card that shoppers will see. */
export function ActivityForm({
  activityId,
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
  const form = useProcedureForm({
    schema: createInput,
    defaultValues: initial,
    // What nobody typed in follows the activity, also when somebody else changes it.
    latest: initial,
    toInput: (draft) => settingsOf(draft, timeZone),
    check: (draft) =>
      Object.fromEntries(
        Object.entries(faultsOfActivity(draft, { now, timeZone }))
          .filter(([field]) => !isFixed(field as ActivityField))
          .map(([field, fault]) => [field, t(`faults.${fault}`)]),
      ),
    shownAt,
    mutation: { mutate: () => onSave(form.getValues()), isPending: saving, error },
  });
  const draft = form.watch();
  const settings = settingsOf(draft, timeZone);
  const { errors, isDirty } = form.formState;
  const { code, detail } = failureOf(form.failure);
  const tellDirty = useEffectEvent(() => onDirty?.(isDirty));
  // biome-ignore lint/correctness/useExhaustiveDependencies: told whenever it changes
  useEffect(() => tellDirty(), [isDirty]);

  function errorOf(field: ActivityField): string | undefined {
    const fault: FieldError | undefined = errors[field];
    if (fault?.type === "server") return t("faults.refused", { message: fault.message ?? "" });
    return fault?.type === "page" ? fault.message : fault && t(`faults.${faultIn(field)}`);
  }

  const fields: FieldsProps = {
    draft,
    isFixed,
    errorOf,
    onChange: (changed) => {
      const faulty = Object.keys(errors) as ActivityField[];
      for (const [field, value] of Object.entries(changed)) {
        form.change(field as ActivityField, value, faulty);
      }
    },
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Panel>
        <form onSubmit={form.send} noValidate className="space-y-7">
          <WordFields {...fields} />
          <EffectFields {...fields} />
          <LimitFields {...fields} tiers={tiers} />
          <TermFields {...fields} />
          <div role="alert" className="empty:hidden">
            {form.failure ? (
              <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">
                {code === "VERSION_CONFLICT" ? t("conflict") : (detail ?? tConsole("failed"))}
              </p>
            ) : null}
          </div>
          <div className="flex flex-wrap justify-end gap-2">{actions(isDirty)}</div>
        </form>
      </Panel>
      <div className="grid gap-6 xl:sticky xl:top-6">
        <ActivityPreview draft={draft} standing={standing ?? null} tiers={tiers} />
        {createInput.safeParse(settings).success ? (
          <MachineStep edit={{ activity: { activityId, settings } }} />
        ) : null}
      </div>
    </div>
  );
}
