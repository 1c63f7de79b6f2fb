"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { ConsentHint, type ConsentShown } from "./consent-hint";

const schema = async () => (await import("@/modules/profile/schema")).profileUpdate;

interface Preferences {
  email: boolean;
  sms: boolean;
  marketing: boolean;
}

interface Saved {
  nickname: string | null;
  birthday: string | null;
  /** Before it no other one can be set. */
  birthdayChangeableAt: string | null;
  preferences: Preferences;
}

interface ProfileFormProps extends Saved {
  /** Since when each holds, and what it says. */
  consents: readonly ConsentShown[];
  /** What a birthday brings; 0 where it brings nothing. */
  birthdayPoints: number;
  nicknameMax: number;
}

/** The server says it too, where this can't be had. */
const faultOf = (nickname: string) =>
  import("@/modules/members/schema").then(
    ({ nicknameFault }) => nicknameFault(nickname),
    () => null,
  );

interface Draft {
  nickname: string;
  birthday: string;
  preferences: Preferences;
}

const consents = ["email", "sms", "marketing"] as const;

export function ProfileForm({
  birthdayPoints,
  nicknameMax,
  consents: shown,
  ...saved
}: ProfileFormProps) {
  const t = useTranslations("profile");
  const format = useFormats();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const lockedUntil = saved.birthdayChangeableAt;
  const today = new Date().toISOString().slice(0, 10);

  const update = useMutation(
    trpc.profile.update.mutationOptions({
      onSuccess: async () => {
        form.reset(form.getValues());
        showToast("good", t("saved"));
        await queryClient.invalidateQueries();
        router.refresh();
      },
      onError: (error) => {
        const { code, detail, fieldErrors } = failureOf(error);
        const message = detail ?? t("failed");
        if (code === "BIRTHDAY_LOCKED") form.setError("birthday", { type: "server", message });
        else if (fieldErrors.length === 0) showToast("bad", message);
      },
    }),
  );

  const form = useProcedureForm({
    schema,
    judgesTyping: true,
    defaultValues: draftOf(saved),
    toInput: (draft) => ({ ...changesBetween(saved, draft), ...textsShown(shown, saved, draft) }),
    check: async ({ nickname, birthday }) => {
      const fault = await faultOf(nickname);
      return {
        nickname:
          fault === "TOO_LONG"
            ? t("nicknameTooLong", { count: nicknameMax })
            : fault !== null && t("nicknameInvisible"),
        birthday: (birthday > today || birthday === NO_DATE) && t("birthdayInvalid"),
      };
    },
    mutation: update,
  });
  const changed = Object.keys(changesBetween(saved, form.watch())).length > 0;

  return (
    <form onSubmit={form.send} noValidate className="space-y-6">
      <PanelSection id="personal" title={t("personal")}>
        <div className="space-y-5">
          <FormField
            form={form}
            name="nickname"
            label={t("nickname")}
            hint={t("nicknameHint", { count: nicknameMax })}
          >
            {/* Bounded in letters as people count them, which the browser does not. */}
            {(control) => <Input {...control} maxLength={undefined} autoComplete="nickname" />}
          </FormField>
          <FormField
            form={form}
            name="birthday"
            label={t("birthday")}
            hint={
              lockedUntil
                ? t("birthdayLocked", { time: format.dateTime(lockedUntil) })
                : t("birthdayHint", { points: birthdayPoints })
            }
          >
            {(control) => (
              <DateInput
                {...control}
                autoComplete="bday"
                max={today}
                readOnly={lockedUntil !== null}
              />
            )}
          </FormField>
        </div>
      </PanelSection>
      <PanelSection id="preferences" title={t("preferences")}>
        <p className="-mt-2 mb-3 text-ink-soft text-sm">{t("preferencesHint")}</p>
        {consents.map((consent) => (
          <Checkbox
            key={consent}
            label={t(consent)}
            hint={<ConsentHint consent={shown.find((one) => one.consent === consent)} />}
            checked={form.watch(`preferences.${consent}`)}
            onChange={({ target }) => form.change(`preferences.${consent}`, target.checked)}
          />
        ))}
      </PanelSection>
      <div className="flex items-center gap-4">
        <Button type="submit" variant="primary" pending={update.isPending} disabled={!changed}>
          {update.isPending ? t("saving") : t("save")}
        </Button>
        <p className="text-ink-faint text-sm">{changed ? t("unsaved") : ""}</p>
      </div>
    </form>
  );
}

function draftOf(saved: Saved): Draft {
  return {
    nickname: saved.nickname ?? "",
    birthday: saved.birthday ?? "",
    preferences: saved.preferences,
  };
}

/** Only what was changed is sent, so that nothing else is judged again. */
function changesBetween(saved: Saved, draft: Draft) {
  const nickname = draft.nickname.normalize("NFC").trim();
  const said = changedConsents(saved, draft);
  return {
    ...(nickname !== (saved.nickname ?? "") ? { nickname: nickname || null } : {}),
    ...(draft.birthday !== "" && draft.birthday !== saved.birthday
      ? { birthday: draft.birthday }
      : {}),
    ...(said.length > 0
      ? {
          preferences: Object.fromEntries(
            said.map((consent) => [consent, draft.preferences[consent]]),
          ),
        }
      : {}),
  };
}

function changedConsents(saved: Saved, draft: Draft) {
  return consents.filter((consent) => draft.preferences[consent] !== saved.preferences[consent]);
}

/** Which words stood beside what was ticked. */
function textsShown(shown: readonly ConsentShown[], saved: Saved, draft: Draft) {
  const versions = changedConsents(saved, draft).flatMap((consent) => {
    const version = shown.find((one) => one.consent === consent)?.text?.version;
    return version === undefined ? [] : [[consent, version] as const];
  });
  return versions.length > 0 ? { textVersions: Object.fromEntries(versions) } : {};
}
