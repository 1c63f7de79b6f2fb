"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { type Locale, locales, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { setBrandInput } from "@/modules/brand/schema";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { useLanguageNames } from "../localized-field";
import { AccentField } from "./accent-field";
import { BrandPreview } from "./brand-preview";

type Setting = Outputs["brand"]["setting"];

interface BrandFormProps {
  setting: Setting;
  tier: Outputs["tiers"]["list"]["items"][number] | null;
}

const LINKS = ["shopUrl", "supportUrl", "privacyUrl", "couponUrl"] as const;

/** The setting as fields hold it; a link that is none is empty. */
function draftOf({ name, seal, accent, ...links }: Setting) {
  const names = Object.fromEntries(locales.map((locale) => [locale, name[locale] ?? ""]));
  const { shopUrl, supportUrl, privacyUrl, couponUrl } = links;
  return {
    name: names as Record<Locale, string>,
    seal,
    accent: accent ?? "",
    shopUrl: shopUrl ?? "",
    supportUrl: supportUrl ?? "",
    privacyUrl: privacyUrl ?? "",
    couponUrl: couponUrl ?? "",
  };
}

const orNull = (typed: string) => (typed.trim() === "" ? null : typed.trim());

export function BrandForm({ setting, tier }: BrandFormProps) {
  const t = useTranslations("brandDesk");
  const language = useLanguageNames();
  const { locale } = useFormats();
  const router = useRouter();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.brand.setting.queryKey({});
  const save = useMutation(
    trpc.brand.setSetting.mutationOptions({
      onSuccess: (saved) => {
        form.reset(form.getValues());
        queryClient.setQueryData(queryKey, saved);
        showToast("good", t("saved"));
        // The frame around the page has it too.
        router.refresh();
      },
      onError: () => void queryClient.invalidateQueries({ queryKey }),
    }),
  );
  const latest = draftOf(setting);
  const form = useProcedureForm({
    schema: setBrandInput,
    defaultValues: latest,
    latest,
    toInput: ({ name, seal, accent, shopUrl, supportUrl, privacyUrl, couponUrl }) => ({
      name: Object.fromEntries(locales.map((locale) => [locale, name[locale].trim()])),
      seal: seal.trim(),
      accent: orNull(accent.toLowerCase()),
      shopUrl: orNull(shopUrl),
      supportUrl: orNull(supportUrl),
      privacyUrl: orNull(privacyUrl),
      couponUrl: orNull(couponUrl),
      revision: setting.revision,
    }),
    words: {
      seal: t("sealInvalid"),
      accent: t("accentInvalid"),
      ...Object.fromEntries(LINKS.map((name) => [name, t("linkInvalid")])),
      couponUrl: t("couponUrlInvalid"),
    },
    mutation: save,
  });
  const typed = form.watch();
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <form onSubmit={form.send} noValidate>
        <Panel>
          <div className="space-y-6">
            <div className="grid items-start gap-4 sm:grid-cols-2">
              {writtenLocales.map((locale) => (
                <FormField
                  key={locale}
                  form={form}
                  name={`name.${locale}`}
                  label={t("name", { language: language(locale) })}
                >
                  {(control) => <Input {...control} lang={locale} autoComplete="off" />}
                </FormField>
              ))}
            </div>
            <FormField form={form} name="seal" label={t("seal")} hint={t("sealHint")}>
              {(control) => (
                <Input {...control} maxLength={undefined} autoComplete="off" className="max-w-32" />
              )}
            </FormField>
            <AccentField
              value={typed.accent}
              error={form.formState.errors.accent?.message}
              onChange={(accent) => form.change("accent", accent)}
            />
            <div className="space-y-4 border-line border-t pt-6">
              {LINKS.map((name) => (
                <FormField
                  key={name}
                  form={form}
                  name={name}
                  label={t(`links.${name}`)}
                  hint={
                    name === "shopUrl"
                      ? t("linksHint")
                      : name === "couponUrl"
                        ? t("couponUrlHint")
                        : undefined
                  }
                >
                  {(control) => (
                    <Input {...control} type="url" inputMode="url" placeholder="https://" />
                  )}
                </FormField>
              ))}
            </div>
            {form.failure ? (
              <p role="alert" className="text-seal-ink text-sm">
                {failureOf(form.failure).code === "VERSION_CONFLICT"
                  ? t("conflict")
                  : (failureOf(form.failure).detail ?? t("failed"))}
              </p>
            ) : null}
            <Button type="submit" variant="primary" pending={save.isPending}>
              {save.isPending ? t("saving") : t("save")}
            </Button>
          </div>
        </Panel>
      </form>
      <BrandPreview name={typed.name[locale]} seal={typed.seal} accent={typed.accent} tier={tier} />
    </div>
  );
}
