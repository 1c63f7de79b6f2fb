"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { NICKNAME_MAX, nicknameFault } from "@/modules/members/schema";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { DateInput } from "@/ui/date-input";
import { NO_DATE } from "@/ui/date-text";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { useUnsavedWork } from "@/ui/unsaved-work";

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
  /** What a birthday brings; 0 where it brings nothing. */
  birthdayPoints: number;
}

interface Draft {
  nickname: string;
  birthday: string;
  preferences: Preferences;
}

const consents = ["email", "sms", "marketing"] as const;

export function ProfileForm({ birthdayPoints, ...saved }: ProfileFormProps) {
  const t = useTranslations("profile");
  const format = useFormats();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(draftOf(saved));
  const [refusals, setRefusals] = useState<Record<string, string>>({});
  const changes = changesBetween(saved, draft);
  const changed = Object.keys(changes).length > 0;
  const lockedUntil = saved.birthdayChangeableAt;

  const update = useMutation(
    trpc.profile.update.mutationOptions({
      onSuccess: async () => {
        showToast("good", t("saved"));
        await queryClient.invalidateQueries();
        router.refresh();
      },
      onError: (error) => {
        const failure = failureOf(error);
        const byField = Object.fromEntries(
          failure.fieldErrors.map(({ path, message }) => [path.split(".")[0], message]),
        );
        if (failure.code === "BIRTHDAY_LOCKED") byField.birthday = failure.detail ?? t("failed");
        setRefusals(byField);
        if (Object.keys(byField).length === 0) showToast("bad", failure.detail ?? t("failed"));
      },
    }),
  );

  useUnsavedWork(changed && !update.isPending);

  const today = new Date().toISOString().slice(0, 10);
  const fault = nicknameFault(draft.nickname);
  const faults = {
    TOO_LONG: t("nicknameTooLong", { count: NICKNAME_MAX }),
    INVISIBLE: t("nicknameInvisible"),
  };
  const errors = {
    nickname: fault ? faults[fault] : refusals.nickname,
    birthday:
      draft.birthday > today || draft.birthday === NO_DATE
        ? t("birthdayInvalid")
        : refusals.birthday,
  };

  function edit(next: Partial<Draft>): void {
    setDraft({ ...draft, ...next });
    setRefusals({});
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const invalid = Object.values(errors).some(Boolean);
    if (invalid) event.currentTarget.querySelector<HTMLElement>("[aria-invalid]")?.focus();
    else if (changed && !update.isPending) update.mutate(changes);
  }

  return (
    <form onSubmit={submit} noValidate className="space-y-6">
      <PanelSection id="personal" title={t("personal")}>
        <div className="space-y-5">
          <Field
            label={t("nickname")}
            hint={t("nicknameHint", { count: NICKNAME_MAX })}
            error={errors.nickname}
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="nickname"
                value={draft.nickname}
                onChange={(event) => edit({ nickname: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t("birthday")}
            hint={
              lockedUntil
                ? t("birthdayLocked", { time: format.dateTime(lockedUntil) })
                : t("birthdayHint", { points: birthdayPoints })
            }
            error={errors.birthday}
          >
            {(control) => (
              <DateInput
                {...control}
                autoComplete="bday"
                max={today}
                readOnly={lockedUntil !== null}
                value={draft.birthday}
                onChange={(birthday) => edit({ birthday })}
              />
            )}
          </Field>
        </div>
      </PanelSection>
      <PanelSection id="preferences" title={t("preferences")}>
        <p className="-mt-2 mb-3 text-ink-soft text-sm">{t("preferencesHint")}</p>
        {consents.map((consent) => (
          <Checkbox
            key={consent}
            label={t(consent)}
            hint={t(`${consent}Hint`)}
            checked={draft.preferences[consent]}
            onChange={(event) =>
              edit({ preferences: { ...draft.preferences, [consent]: event.target.checked } })
            }
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
  const preferencesDiffer = consents.some(
    (consent) => draft.preferences[consent] !== saved.preferences[consent],
  );
  return {
    ...(nickname !== (saved.nickname ?? "") ? { nickname } : {}),
    ...(draft.birthday !== "" && draft.birthday !== saved.birthday
      ? { birthday: draft.birthday }
      : {}),
    ...(preferencesDiffer ? { preferences: draft.preferences } : {}),
  };
}
