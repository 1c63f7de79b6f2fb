"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { type Locale, locales, writtenLocales } from "@/i18n/config";
import { useFormats } from "@/i18n/use-formats";
import { setBrandInput } from "@/modules/brand/schema";
import { ORDER_PLACE } from "@/platform/order-address";
import { failureOf, type Outputs, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { useLanguageNames } from "../localized-field";
import { AccentField } from "./accent-field";
import { BrandPreview } from "./brand-preview";
import { LogoField } from "./logo-field";
import { TextureField } from "./texture-field";

type Setting = Outputs["brand"]["setting"];

interface BrandFormProps {
  setting: Setting;
  tier: Outputs["tiers"]["list"]["items"][number] | null;
}

const LINKS = ["shopUrl", "supportUrl", "privacyUrl", "couponUrl", "orderUrl"] as const;

/** Of links with a place in them, what one looks like. */
const PLACES: Partial<Record<(typeof LINKS)[number], string>> = {
  couponUrl: "https://shop.example/coupons/{code}",
  orderUrl: "https://shop.example/orders/{orderId}",
};

/** The setting as fields hold it; a link that is none is empty. */
function draftOf({ name, seal, accent, texture, logo, ...links }: Setting) {
  const names = Object.fromEntries(locales.map((locale) => [locale, name[locale] ?? ""]));
  const { shopUrl, supportUrl, privacyUrl, couponUrl, orderUrl } = links;
  return {
    name: names as Record<Locale, string>,
    seal,
    accent: accent ?? "",
    texture,
    logo: logo ?? "",
    shopUrl: shopUrl ?? "",
    supportUrl: supportUrl ?? "",
    privacyUrl: privacyUrl ?? "",
    couponUrl: couponUrl ?? "",
    orderUrl: orderUrl ?? "",
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
    toInput: ({ name, seal, accent, texture, logo, ...links }) => ({
      name: Object.fromEntries(locales.map((locale) => [locale, name[locale].trim()])),
      seal: seal.trim(),
      accent: orNull(accent.toLowerCase()),
      texture,
      logo: orNull(logo),
      shopUrl: orNull(links.shopUrl),
      supportUrl: orNull(links.supportUrl),
      privacyUrl: orNull(links.privacyUrl),
      couponUrl: orNull(links.couponUrl),
      orderUrl: orNull(links.orderUrl),
      revision: setting.revision,
    }),
    words: {
      seal: t("sealInvalid"),
      accent: t("accentInvalid"),
      ...Object.fromEntries(LINKS.map((name) => [name, t("linkInvalid")])),
      couponUrl: t("couponUrlInvalid"),
      orderUrl: t("orderUrlInvalid"),
    },
    mutation: save,
  });
  const typed = form.watch();
  const hintOf = (name: (typeof LINKS)[number]) => {
    if (name === "shopUrl") return t("linksHint");
    if (name === "couponUrl") return t("couponUrlHint");
    // The place for the number is no part of the sentence.
    return name === "orderUrl" ? t("orderUrlHint", { place: ORDER_PLACE }) : undefined;
  };
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
            <LogoField
              logo={typed.logo === "" ? null : typed.logo}
              error={form.formState.errors.logo?.message}
              onChange={(logo) => form.change("logo", logo ?? "")}
            />
            <TextureField
              texture={typed.texture}
              onChange={(texture) => form.change("texture", texture)}
            />
            <div className="space-y-4 border-line border-t pt-6">
              {LINKS.map((name) => (
                <FormField
                  key={name}
                  form={form}
                  name={name}
                  label={t(`links.${name}`)}
                  hint={hintOf(name)}
                >
                  {(control) => (
                    <Input
                      {...control}
                      type={PLACES[name] ? "text" : "url"}
                      inputMode="url"
                      placeholder={PLACES[name] ?? "https://"}
                    />
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
      <BrandPreview
        name={typed.name[locale]}
        seal={typed.seal}
        accent={typed.accent}
        texture={typed.texture}
        logo={typed.logo === "" ? null : typed.logo}
        tier={tier}
      />
    </div>
  );
}
