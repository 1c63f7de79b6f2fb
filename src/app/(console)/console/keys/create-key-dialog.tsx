"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { formatDate, startOfDay } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { createKeyInput, READING_SCOPES, type Scope, scope } from "@/modules/access/schema/access";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Input } from "@/ui/input";
import { typedWhole } from "../figures";
import { FormDialog } from "../form-dialog";

interface CreateKeyDialogProps {
  onClose: () => void;
  onDone: (made: { secret: string; waits: boolean }) => void;
}

export function CreateKeyDialog({ onClose, onDone }: CreateKeyDialogProps) {
  const t = useTranslations("access.keys");
  const tDate = useTranslations("shell.date");
  const format = useFormats();
  const trpc = useTRPC();
  const create = useMutation(
    trpc.access.createKey.mutationOptions({
      onSuccess: ({ secret, approvalId }) => onDone({ secret, waits: approvalId !== null }),
    }),
  );
  const today = formatDate(new Date().toISOString(), format.timeZone);
  const form = useProcedureForm({
    schema: createKeyInput,
    defaultValues: {
      name: "",
      scopes: [] as Scope[],
      ratePerMinute: "",
      pointsPerDayMax: "",
      expiresAt: "",
    },
    toInput: ({ name, scopes, ratePerMinute, pointsPerDayMax, expiresAt }) => ({
      name: name.trim(),
      scopes,
      ratePerMinute: typedWhole(ratePerMinute),
      pointsPerDayMax: typedWhole(pointsPerDayMax),
      expiresAt:
        expiresAt === "" || expiresAt === NO_DATE
          ? null
          : startOfDay(expiresAt, format.timeZone, 1),
    }),
    check: ({ expiresAt }) => ({
      expiresAt:
        expiresAt === NO_DATE
          ? tDate("invalid")
          : expiresAt !== "" && expiresAt < today && t("form.expiresPast"),
    }),
    words: {
      name: t("form.nameMissing"),
      scopes: t("form.scopesMissing"),
      ratePerMinute: t("form.rateInvalid"),
      pointsPerDayMax: t("form.pointsInvalid"),
    },
    mutation: create,
  });
  const [scopes, points] = form.watch(["scopes", "pointsPerDayMax"]);
  const waits = points !== "" || scopes.some((one) => !READING_SCOPES.includes(one));

  return (
    <FormDialog
      form={form}
      title={t("form.title")}
      description={t("form.text")}
      submit={t("form.submit")}
      submitting={t("form.submitting")}
      onClose={onClose}
    >
      <FormField form={form} name="name" label={t("form.name")} hint={t("form.nameHint")}>
        {(control) => <Input {...control} autoComplete="off" />}
      </FormField>
      <ScopesField
        chosen={scopes}
        onChange={(next) => form.change("scopes", next)}
        error={form.formState.errors.scopes?.message}
      />
      <FormField form={form} name="ratePerMinute" label={t("form.rate")} hint={t("form.rateHint")}>
        {(control) => <Input {...control} inputMode="numeric" autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="pointsPerDayMax"
        label={t("form.points")}
        hint={t("form.pointsHint")}
      >
        {(control) => <Input {...control} inputMode="numeric" autoComplete="off" />}
      </FormField>
      {waits ? (
        <p role="status" className="rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm">
          {t("form.waits")}
        </p>
      ) : null}
      <FormField
        form={form}
        name="expiresAt"
        label={t("form.expires")}
        hint={t("form.expiresHint")}
      >
        {(control) => <DateInput {...control} min={today} />}
      </FormField>
    </FormDialog>
  );
}

interface ScopesFieldProps {
  chosen: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error: string | undefined;
}

/** What the key may do, each with what that means. */
function ScopesField({ chosen, onChange, error }: ScopesFieldProps) {
  const t = useTranslations("access.keys");
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t("form.scopes")}</legend>
      {scope.options.map((one, place) => (
        <Checkbox
          key={one}
          label={t(`scopes.${one}.label`)}
          hint={t(`scopes.${one}.hint`)}
          checked={chosen.includes(one)}
          aria-invalid={error && place === 0 ? true : undefined}
          aria-describedby={error && place === 0 ? "scopes-error" : undefined}
          onChange={({ target }) =>
            onChange(target.checked ? [...chosen, one] : chosen.filter((other) => other !== one))
          }
        />
      ))}
      {error ? (
        <p id="scopes-error" className="mt-1 text-seal-ink text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
