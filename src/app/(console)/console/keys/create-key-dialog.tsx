"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { formatDate, startOfDay } from "@/i18n/format";
import { useFormats } from "@/i18n/use-formats";
import { keyName, keyRate, READING_SCOPES, type Scope, scope } from "@/modules/access/schema";
import { pointsPositive } from "@/platform/scalars";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { DialogFooter } from "../dialog-footer";
import { readWhole } from "../figures";
import { focusFirstInvalid } from "../focus-first-invalid";

interface CreateKeyDialogProps {
  onClose: () => void;
  onDone: (made: { secret: string; waits: boolean }) => void;
}

export function CreateKeyDialog({ onClose, onDone }: CreateKeyDialogProps) {
  const t = useTranslations("access.keys");
  const tDate = useTranslations("shell.date");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [rate, setRate] = useState("");
  const [points, setPoints] = useState("");
  const [expiresOn, setExpiresOn] = useState("");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.access.createKey.mutationOptions({
      onSuccess: ({ secret, approvalId }) => onDone({ secret, waits: approvalId !== null }),
    }),
  );

  const today = formatDate(new Date().toISOString(), format.timeZone);
  const errors = {
    name: keyName.safeParse(name).success ? undefined : t("form.nameMissing"),
    scopes: scopes.length > 0 ? undefined : t("form.scopesMissing"),
    rate:
      rate === "" || keyRate.safeParse(readWhole(rate)).success ? undefined : t("form.rateInvalid"),
    points:
      points === "" || pointsPositive.safeParse(readWhole(points)).success
        ? undefined
        : t("form.pointsInvalid"),
    expiresOn:
      expiresOn === NO_DATE
        ? tDate("invalid")
        : expiresOn !== "" && expiresOn < today
          ? t("form.expiresPast")
          : undefined,
  };

  const isTyped = [name, rate, points, expiresOn].some((text) => text !== "") || scopes.length > 0;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (create.isPending) return;
    if (Object.values(errors).some(Boolean)) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    create.mutate({
      name: name.trim(),
      scopes: [...scopes],
      ratePerMinute: readWhole(rate),
      pointsPerDayMax: readWhole(points),
      expiresAt: expiresOn === "" ? null : startOfDay(expiresOn, format.timeZone, 1),
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("form.title")}
      description={t("form.text")}
      closeLabel={tState("close")}
      unsaved={isTyped && !create.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <Field
          label={t("form.name")}
          hint={t("form.nameHint")}
          error={tried ? errors.name : undefined}
        >
          {(control) => (
            <Input
              {...control}
              required
              maxLength={64}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <ScopesField
          chosen={scopes}
          onChange={setScopes}
          error={tried ? errors.scopes : undefined}
        />
        <Field
          label={t("form.rate")}
          hint={t("form.rateHint")}
          error={tried ? errors.rate : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={rate}
              onChange={(event) => setRate(event.target.value.trim())}
            />
          )}
        </Field>
        <Field
          label={t("form.points")}
          hint={t("form.pointsHint")}
          error={tried ? errors.points : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={points}
              onChange={(event) => setPoints(event.target.value.trim())}
            />
          )}
        </Field>
        {points !== "" || scopes.some((one) => !READING_SCOPES.includes(one)) ? (
          <p role="status" className="rounded-md bg-sunken px-4 py-3 text-ink-soft text-sm">
            {t("form.waits")}
          </p>
        ) : null}
        <Field
          label={t("form.expires")}
          hint={t("form.expiresHint")}
          error={expiresOn === NO_DATE && !tried ? undefined : errors.expiresOn}
        >
          {(control) => (
            <DateInput {...control} min={today} value={expiresOn} onChange={setExpiresOn} />
          )}
        </Field>
        <DialogFooter
          error={create.error}
          pending={create.isPending}
          submit={t("form.submit")}
          submitting={t("form.submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

interface ScopesFieldProps {
  chosen: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
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
