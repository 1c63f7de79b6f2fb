"use client";

import { useTranslations } from "next-intl";
import { boundsOf } from "@/app/shell/schema-bounds";
import { type Locale, writtenLocales } from "@/i18n/config";
import { createInput } from "@/modules/activities/schema/activity";
import { textField } from "@/platform/texts";
import { LocalizedField } from "../localized-field";
import { PictureField } from "../rewards/picture-field";
import type { ActivityText } from "./activity-draft";
import type { FieldsProps } from "./fields-props";

/** What it is called, what is said about it in every language, and its picture. */
export function WordFields({ draft, errorOf, onChange }: FieldsProps) {
  const t = useTranslations("activityDesk");
  return (
    <fieldset className="grid items-start gap-4 sm:grid-cols-2">
      <legend className="mb-3 font-serif text-lg">{t("sections.words")}</legend>
      {(["title", "description"] as const).map((text) => {
        const fieldOf = (locale: Locale) => textField(text, locale) as ActivityText;
        return (
          <LocalizedField
            key={text}
            label={(language) => t(`fields.${text}`, { language })}
            isLong={text === "description"}
            maxLength={boundsOf(createInput, text).maxLength}
            required={writtenLocales}
            typedIn={(locale) => draft[fieldOf(locale)]}
            errorOf={(locale) => errorOf(fieldOf(locale))}
            onChange={(locale, typed) => onChange({ [fieldOf(locale)]: typed })}
          />
        );
      })}
      <div className="sm:col-span-2">
        <PictureField
          address={draft.image}
          error={errorOf("image")}
          onChange={(image) => onChange({ image })}
        />
      </div>
    </fieldset>
  );
}
