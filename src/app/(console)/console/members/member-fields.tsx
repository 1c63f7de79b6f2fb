"use client";

import { useTranslations } from "next-intl";
import type { FieldValues } from "react-hook-form";
import { FormField } from "@/app/shell/form-field";
import type { ProcedureForm } from "@/app/shell/use-procedure-form";
import { consentKind, NICKNAME_MAX, nicknameFault } from "@/modules/members/schema";
import { phoneFault } from "@/platform/phone";
import { Checkbox } from "@/ui/checkbox";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Input } from "@/ui/input";
import { consentsChanged, isReborn, type MemberDraft, type MemberRecord } from "./member-draft";

/** What is wrong with a person as typed, by field; the server says the rest. */
export function useMemberFaults(record: MemberRecord | null) {
  const t = useTranslations("console.record.faults");
  return (draft: MemberDraft) => {
    const today = new Date().toISOString().slice(0, 10);
    const { birthday } = draft;
    const nickname = nicknameFault(draft.nickname);
    const isNobody = record === null && [draft.phone, draft.email].every((value) => !value.trim());
    return {
      nickname:
        nickname === "TOO_LONG"
          ? t("nicknameTooLong", { count: NICKNAME_MAX })
          : nickname !== null && t("nicknameInvisible"),
      phone: (phoneFault(draft.phone) !== null && t("phone")) || (isNobody && t("nobody")),
      birthday: (birthday > today || birthday === NO_DATE) && t("birthday"),
      reason: isReborn(record, draft) && draft.reason.trim() === "" && t("reason"),
    };
  };
}

interface MemberFieldsProps<ProcedureInput extends FieldValues> {
  form: ProcedureForm<MemberDraft, ProcedureInput>;
  /** Null for a new one. */
  record: MemberRecord | null;
}

export function MemberFields<ProcedureInput extends FieldValues>({
  form,
  record,
}: MemberFieldsProps<ProcedureInput>) {
  const t = useTranslations("console.record");
  const draft = form.watch();
  const today = new Date().toISOString().slice(0, 10);
  const phone = draft.phone.trim();
  const isOtherPhone = phone !== "" && (phone !== record?.phone || record.phoneIsShared);
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <FormField form={form} name="nickname" label={t("nickname")}>
          {(control) => <Input {...control} maxLength={undefined} autoComplete="off" />}
        </FormField>
        <FormField form={form} name="birthday" label={t("birthday")}>
          {(control) => <DateInput {...control} max={today} />}
        </FormField>
        <FormField
          form={form}
          name="phone"
          label={t("phone")}
          hint={record?.phoneIsShared ? t("phoneShared") : t("phoneHint")}
        >
          {(control) => <Input {...control} type="tel" inputMode="tel" autoComplete="off" />}
        </FormField>
        <FormField form={form} name="email" label={t("email")}>
          {(control) => <Input {...control} type="email" inputMode="email" autoComplete="off" />}
        </FormField>
      </div>
      {record && isOtherPhone ? (
        <Checkbox
          label={t("phoneVerified")}
          hint={t("phoneVerifiedHint")}
          checked={draft.phoneVerified}
          onChange={({ target }) => form.change("phoneVerified", target.checked)}
        />
      ) : null}
      {record && isReborn(record, draft) ? (
        <FormField form={form} name="reason" label={t("reason")} hint={t("reasonHint")}>
          {(control) => <Input {...control} autoComplete="off" />}
        </FormField>
      ) : null}
      <fieldset>
        <legend className="mb-1 font-medium text-sm">{t("consents")}</legend>
        {consentKind.options.map((consent) => (
          <Checkbox
            key={consent}
            label={t(`consent.${consent}`)}
            checked={draft.consents[consent]}
            onChange={({ target }) => form.change(`consents.${consent}`, target.checked)}
          />
        ))}
      </fieldset>
      {consentsChanged(record, draft).length > 0 ? (
        <FormField form={form} name="source" label={t("source")} hint={t("sourceHint")}>
          {(control) => <Input {...control} maxLength={64} autoComplete="off" />}
        </FormField>
      ) : null}
    </>
  );
}
