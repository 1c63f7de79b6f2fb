"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FailureLine } from "@/app/(auth)/failure-line";
import { FormField } from "@/app/shell/form-field";
import { LoadFailed } from "@/app/shell/load-failed";
import { PasswordInput } from "@/app/shell/password-input";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";

const renameSchema = async () => (await import("@/modules/identity/schema")).renamePasskeyInput;
const addSchema = async () =>
  (await import("@/modules/identity/schema")).addPasskeyInput.pick({ name: true, password: true });

type Passkey = Outputs["identity"]["passkeys"]["items"][number];

/** The keys of somebody's devices. */
export function PasskeyPanel({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations("accounts.passkeys");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.identity.passkeys.queryOptions({}));
  const [adding, setAdding] = useState(false);
  const done = (words: string) => {
    setAdding(false);
    showToast("good", words);
    void queryClient.invalidateQueries({ queryKey: trpc.identity.passkeys.queryKey() });
  };
  if (query.isError && !query.data) {
    const retry = () => void query.refetch();
    return <LoadFailed error={query.error} pending={query.isFetching} onRetry={retry} />;
  }
  const items = query.data?.items ?? [];
  return (
    <PanelSection id="passkeys" title={t("title")}>
      <p className="-mt-2 mb-4 text-ink-soft text-sm">{t("lead")}</p>
      {items.length > 0 ? (
        <ul className="mb-4 divide-y divide-line">
          {items.map((passkey) => (
            <PasskeyRow key={passkey.passkeyId} passkey={passkey} onDone={done} />
          ))}
        </ul>
      ) : null}
      {adding ? (
        <AddForm
          hasPassword={hasPassword}
          onClose={() => setAdding(false)}
          onDone={() => done(t("added"))}
        />
      ) : (
        <Button onClick={() => setAdding(true)}>{t("add")}</Button>
      )}
    </PanelSection>
  );
}

interface PasskeyRowProps {
  passkey: Passkey;
  onDone: (words: string) => void;
}

function PasskeyRow({ passkey, onDone }: PasskeyRowProps) {
  const t = useTranslations("accounts.passkeys");
  const tState = useTranslations("common.state");
  const format = useFormats();
  const trpc = useTRPC();
  const [renaming, setRenaming] = useState(false);
  const { passkeyId, name, createdAt, lastUsedAt } = passkey;
  const remove = useMutation(
    trpc.identity.removePasskey.mutationOptions({
      onSuccess: () => onDone(t("removed")),
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("failed")),
    }),
  );
  const rename = useMutation(
    trpc.identity.renamePasskey.mutationOptions({
      onSuccess: () => {
        setRenaming(false);
        onDone(t("saved"));
      },
    }),
  );
  const form = useProcedureForm({
    schema: renameSchema,
    defaultValues: { name },
    toInput: (typed) => ({ passkeyId, name: typed.name.trim() }),
    words: { name: t("nameMissing") },
    mutation: rename,
    open: renaming,
  });
  if (renaming) {
    return (
      <li className="py-3 first:pt-0">
        <form onSubmit={form.send} noValidate className="max-w-sm space-y-3">
          <FormField form={form} name="name" label={t("name")}>
            {(control) => <Input {...control} autoFocus />}
          </FormField>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" size="sm" variant="primary" pending={rename.isPending}>
              {t("save")}
            </Button>
            <Button size="sm" onClick={() => setRenaming(false)}>
              {tState("cancel")}
            </Button>
          </div>
        </form>
      </li>
    );
  }
  const facts = [
    t("addedAt", { time: format.date(createdAt) }),
    lastUsedAt ? t("usedAt", { time: format.dateTime(lastUsedAt) }) : t("neverUsed"),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 first:pt-0">
      <p className="min-w-0">
        <span className="break-words font-medium">{name}</span>
        <span className="tabular block text-ink-soft text-sm">{facts.join(" · ")}</span>
      </p>
      <span className="flex flex-wrap gap-2">
        <Button size="sm" aria-label={t("renameNamed", { name })} onClick={() => setRenaming(true)}>
          {t("rename")}
        </Button>
        <Button
          size="sm"
          aria-label={t("removeNamed", { name })}
          pending={remove.isPending}
          onClick={() => remove.mutate({ passkeyId })}
        >
          {t("remove")}
        </Button>
      </span>
    </li>
  );
}

interface AddFormProps {
  hasPassword: boolean;
  onClose: () => void;
  onDone: () => void;
}

function AddForm({ hasPassword, onClose, onDone }: AddFormProps) {
  const t = useTranslations("accounts.passkeys");
  const tAccounts = useTranslations("accounts");
  const tState = useTranslations("common.state");
  const client = useTRPCClient();
  const add = useMutation({
    mutationFn: async (input: { name: string; password: string | null }) => {
      // Loaded when it is needed: most visits never add one.
      const { browserSupportsWebAuthn, startRegistration } = await import(
        "@simplewebauthn/browser"
      );
      if (!browserSupportsWebAuthn()) throw new Error(t("unsupported"));
      const { ticket, options } = await client.identity.beginPasskey.mutate({});
      const optionsJSON = JSON.parse(options);
      const answer = await startRegistration({ optionsJSON });
      return client.identity.addPasskey.mutate({
        ...input,
        ticket,
        response: JSON.stringify(answer),
      });
    },
    onSuccess: onDone,
  });
  const form = useProcedureForm({
    schema: addSchema,
    defaultValues: { name: "", password: "" },
    toInput: ({ name, password }) => ({
      name: name.trim(),
      password: hasPassword ? password : null,
    }),
    check: ({ name }) => ({ name: name.trim() === "" && t("nameMissing") }),
    words: { password: tAccounts("security.currentWrong") },
    mutation: add,
    open: false,
  });
  const said = form.failure
    ? (failureOf(form.failure).detail ??
      (add.error?.message === t("unsupported") ? t("unsupported") : t("failed")))
    : undefined;
  return (
    <form onSubmit={form.send} noValidate className="max-w-sm space-y-5">
      <FormField form={form} name="name" label={t("name")} hint={t("nameHint")}>
        {(control) => <Input {...control} autoFocus autoComplete="off" />}
      </FormField>
      {hasPassword ? (
        <FormField form={form} name="password" label={tAccounts("security.currentPassword")}>
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </FormField>
      ) : null}
      <FailureLine text={said} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={add.isPending}>
          {add.isPending ? t("adding") : t("add")}
        </Button>
        <Button onClick={onClose}>{tState("cancel")}</Button>
      </div>
    </form>
  );
}
