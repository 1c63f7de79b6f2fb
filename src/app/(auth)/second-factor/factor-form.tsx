"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { FailureLine } from "../failure-line";
import { useCodeWords } from "../use-code-words";

const schema = async () => (await import("@/modules/identity/schema")).giveFactorInput;

/** The code of the app, or a recovery code. */
export function FactorForm({ comeBackTo }: { comeBackTo: string }) {
  const t = useTranslations("accounts.factor");
  const { failureText } = useCodeWords();
  const trpc = useTRPC();
  const give = useMutation(
    trpc.identity.giveSecondFactor.mutationOptions({
      onSuccess: () => window.location.assign(`${comeBackTo}${window.location.hash}`),
    }),
  );
  const form = useProcedureForm({
    schema,
    defaultValues: { code: "" },
    toInput: ({ code }) => ({ code: code.trim() }),
    check: ({ code }) => ({ code: code.trim() === "" && t("missing") }),
    words: { code: t("wrong") },
    mutation: give,
    open: false,
  });
  const isPending = give.isPending || give.isSuccess;
  return (
    <form onSubmit={form.send} noValidate className="space-y-5">
      <FormField form={form} name="code" label={t("code")} hint={t("hint")}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="one-time-code"
            autoCapitalize="characters"
            spellCheck={false}
            className="tabular text-lg tracking-[0.15em]"
          />
        )}
      </FormField>
      <FailureLine text={form.failure ? failureText(form.failure) : undefined} />
      <Button type="submit" variant="primary" className="w-full" pending={isPending}>
        {isPending ? t("checking") : t("submit")}
      </Button>
    </form>
  );
}
