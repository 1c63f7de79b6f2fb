"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import type { PreviewedEdit } from "../preview/use-preview";
import { OrderTrial } from "./order-trial";

/** Before one publishes: an order of one member, by the rules in force and by the edit. */
export function TrialStep({ edit }: { edit: PreviewedEdit }) {
  const t = useTranslations("program.trial");
  const [code, setCode] = useState("");
  // Cards and pages show it in groups.
  const memberCode = code.replaceAll(/\s/g, "").toUpperCase();
  const { expectedVersion: _, ...rules } = edit;
  return (
    <details className="rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">{t("title")}</summary>
      <p className="mt-2 mb-4 text-ink-soft text-sm">{t("lead")}</p>
      <OrderTrial who={/^M\d{12}$/.test(memberCode) ? { memberCode } : null} rules={rules}>
        <Field label={t("member")} hint={t("memberHint")} className="mb-4 sm:max-w-xs">
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          )}
        </Field>
      </OrderTrial>
    </details>
  );
}
