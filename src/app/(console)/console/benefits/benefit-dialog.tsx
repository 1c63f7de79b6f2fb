"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import type { BenefitDefinition } from "@/modules/program/schema";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";
import { LocalizedField } from "../localized-field";
import { VersionConflict } from "../program/publish-dialog";
import type { Benefit } from "./benefit";
import { type BenefitDraft, definitionOf, draftOfBenefit, faultsOfBenefit } from "./benefit-draft";
import { ParamInput } from "./param-input";
import { paramFields } from "./param-schema";
import { QuotaAndWindow } from "./quota-and-window";

interface BenefitDialogProps {
  /** Null for a new one. */
  benefit: Benefit | null;
  types: Outputs["benefits"]["list"]["types"];
  versionId: string;
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** Everything about one benefit; its type says which parameters it asks for. */
export function BenefitDialog({
  benefit,
  types,
  versionId,
  onReload,
  onClose,
}: BenefitDialogProps) {
  const t = useTranslations("benefitsDesk");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Only what was typed: the rest follows the version in force, also when somebody publishes one.
  const [typed, setTyped] = useState<Partial<BenefitDraft>>({});
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const base = draftOfBenefit(benefit, types[0]?.type ?? "", format.timeZone);
  const isOtherType = typed.type !== undefined && typed.type !== base.type;
  const draft: BenefitDraft = {
    ...base,
    ...typed,
    params: { ...(isOtherType ? {} : base.params), ...typed.params },
  };
  const isTyped = reason !== "" || JSON.stringify(draft) !== JSON.stringify(base);
  const fields = paramFields(types.find(({ type }) => type === draft.type)?.params ?? {});
  const faults = faultsOfBenefit(draft, fields, format.timeZone);
  const save = useMutation(
    trpc.benefits.save.mutationOptions({
      onSuccess: async ({ approvalId }) => {
        showToast("good", t(approvalId ? "waits" : "saved"));
        onClose();
        await queryClient.invalidateQueries();
      },
    }),
  );
  const failure = failureOf(save.error);
  const isConflict = failure.code === "VERSION_CONFLICT";

  function change(changed: Partial<BenefitDraft>): void {
    setTyped({ ...typed, ...changed });
    if (save.isError && !isConflict) save.reset();
  }

  function errorOf(field: string): string | undefined {
    const refused = failure.fieldErrors.find(({ path }) => path === `benefit.${field}`);
    if (refused) return t("faults.refused", { message: refused.message });
    const found = tried ? faults.find((fault) => fault.field === field) : undefined;
    return found ? t(`faults.${found.fault}`) : undefined;
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (save.isPending) return;
    if (faults.length > 0 || reason.trim() === "") {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const definition = definitionOf(draft, fields, format.timeZone) satisfies BenefitDefinition;
    save.mutate({ expectedVersion: versionId, reason: reason.trim(), benefit: definition });
  }

  const id = (
    <Field label={t("fields.id")} hint={t("idHint")} error={errorOf("id")}>
      {(control) => (
        <Input
          {...control}
          required
          autoComplete="off"
          maxLength={32}
          value={draft.id}
          onChange={(event) => change({ id: event.target.value.toUpperCase() })}
        />
      )}
    </Field>
  );

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(benefit ? "editTitle" : "createTitle")}
      description={t("atOnce")}
      closeLabel={tState("close")}
      unsaved={isTyped && !save.isPending}
      className="sm:max-w-2xl"
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        {benefit ? null : (
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label={t("fields.type")}>
              {(control) => (
                <Select
                  {...control}
                  value={draft.type}
                  onChange={(event) => change({ type: event.target.value, params: {} })}
                >
                  {types.map(({ type, name }) => (
                    <option key={type} value={type}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            {id}
          </div>
        )}
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <LocalizedField
            label={(language) => t("fields.name", { language })}
            maxLength={32}
            required={writtenLocales}
            typedIn={(locale) => draft.name[locale]}
            errorOf={(locale) => errorOf(`name.${locale}`)}
            onChange={(locale, typed) => change({ name: { ...draft.name, [locale]: typed } })}
          />
        </div>
        {fields.length > 0 ? (
          <fieldset className="grid items-start gap-4 sm:grid-cols-2">
            <legend className="mb-2 font-serif text-lg">{t("fields.params")}</legend>
            {fields.map((field) => (
              <ParamInput
                key={`${draft.type}.${field.name}`}
                field={field}
                text={draft.params[field.name]}
                error={errorOf(`params.${field.name}`)}
                onChange={(value) => change({ params: { ...typed.params, [field.name]: value } })}
              />
            ))}
          </fieldset>
        ) : null}
        <QuotaAndWindow draft={draft} errorOf={errorOf} onChange={change} />
        <Checkbox
          label={t("fields.enabled")}
          hint={t("enabledHint")}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.target.checked })}
        />
        <Field
          label={t("fields.reason")}
          error={tried && reason.trim() === "" ? t("faults.reason") : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {isConflict ? (
          <VersionConflict
            onReload={async () => {
              await onReload();
              save.reset();
            }}
          />
        ) : null}
        <DialogFooter
          error={isConflict ? null : save.error}
          pending={save.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
