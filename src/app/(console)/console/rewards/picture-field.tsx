"use client";

import { useTranslations } from "next-intl";
import { boundsOf } from "@/app/shell/schema-bounds";
import { createInput } from "@/modules/rewards/schema/managed";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { addressOf, pictures } from "./pictures";

interface PictureFieldProps {
  address: string;
  error: string | undefined;
  onChange: (address: string) => void;
}

/** One of our drawings, or a picture somewhere else. */
export function PictureField({ address, error, onChange }: PictureFieldProps) {
  const t = useTranslations("mallDesk");
  return (
    <div className="space-y-3">
      <fieldset>
        <legend className="mb-1.5 font-medium text-sm">{t("fields.picture")}</legend>
        <div className="flex flex-wrap gap-2">
          {pictures.map((picture) => (
            <label
              key={picture}
              className="block overflow-hidden rounded-md border-2 border-transparent has-checked:border-seal has-focus-visible:outline-2 has-focus-visible:outline-seal-ink"
            >
              <input
                type="radio"
                name="picture"
                className="sr-only"
                aria-label={t(`pictures.${picture}`)}
                checked={address === addressOf(picture)}
                onChange={() => onChange(addressOf(picture))}
              />
              {/* biome-ignore lint/performance/noImgElement: a drawing of a few kilobytes */}
              <img
                src={addressOf(picture)}
                alt=""
                width={80}
                height={64}
                loading="lazy"
                className="h-14 w-17.5 object-cover"
              />
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={t("fields.image")} hint={t("imageHint")} error={error}>
        {(control) => (
          <Input
            {...control}
            inputMode="url"
            autoComplete="off"
            {...boundsOf(createInput, "image")}
            value={address}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
