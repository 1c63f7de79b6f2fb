"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { FileInput } from "@/ui/file-input";
import { piecesOf } from "./pieces-of";

interface LogoFieldProps {
  logo: string | null;
  error: string | undefined;
  onChange: (logo: string | null) => void;
}

/** A picture instead of the seal: kept as soon as it is chosen, shown to customers once the page is saved. */
export function LogoField({ logo, error, onChange }: LogoFieldProps) {
  const t = useTranslations("brandDesk");
  const trpc = useTRPC();
  const [fault, setFault] = useState<string>();
  const keep = useMutation(
    trpc.brand.keepLogo.mutationOptions({
      onSuccess: (kept) => onChange(kept.logo),
      onError: (refused) => {
        const isPicture = failureOf(refused).code !== "VALIDATION_FAILED";
        setFault(isPicture ? (failureOf(refused).detail ?? t("failed")) : t("logoInvalid"));
      },
    }),
  );

  async function choose(file: File | undefined): Promise<void> {
    setFault(undefined);
    if (!file) return;
    const pieces = await piecesOf(file).catch(() => null);
    if (pieces) keep.mutate({ pieces });
    else setFault(t("logoInvalid"));
  }

  return (
    <Field label={t("logo")} hint={t("logoHint")} error={fault ?? error}>
      {(control) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 grow">
            <FileInput
              {...control}
              accept="image/png,image/jpeg,image/webp"
              disabled={keep.isPending}
              onChoose={(file) => void choose(file)}
            />
          </span>
          {logo === null ? null : (
            <Button size="sm" onClick={() => onChange(null)}>
              {t("logoRemove")}
            </Button>
          )}
        </span>
      )}
    </Field>
  );
}
