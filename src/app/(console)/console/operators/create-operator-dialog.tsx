"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { PASSWORD_MAX, PASSWORD_MIN, type StaffRole, staffRole } from "@/modules/access/schema";
import { failureOf, useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { DialogFooter } from "../dialog-footer";
import { focusFirstInvalid } from "../focus-first-invalid";

export interface FirstPassword {
  name: string;
  email: string;
  password: string;
}

interface CreateOperatorDialogProps {
  onClose: () => void;
  /** With what has to reach the new person. */
  onDone: (words: string, first: FirstPassword) => void;
}

export function CreateOperatorDialog({ onClose, onDone }: CreateOperatorDialogProps) {
  const t = useTranslations("access.operators");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const [given, setGiven] = useState({ name: "", email: "", password: "" });
  const [role, setRole] = useState<StaffRole>("operator");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.access.createOperator.mutationOptions({
      onSuccess: ({ approvalId }, { name, email, password }) =>
        onDone(t(approvalId === null ? "form.done" : "form.waits", { name }), {
          name,
          email,
          password,
        }),
    }),
  );
  const faults = failureOf(create.error).fieldErrors;
  const isRefused = (field: "email" | "password") =>
    create.variables?.[field].trim() === given[field].trim() &&
    faults.some(({ path }) => path === field);
  // Of an address it is said why: there is an account already, or it is none at all.
  const isTaken = faults.some(({ message }) => message === "has an account");
  const refused: Record<string, string | undefined> = {
    email: isRefused("email") ? t(isTaken ? "form.taken" : "form.emailInvalid") : undefined,
    password: isRefused("password") ? t("form.passwordWeak") : undefined,
  };
  const errors = {
    name: given.name.trim() === "" ? t("form.nameMissing") : undefined,
    email: /^\S+@\S+\.\S+$/.test(given.email.trim()) ? undefined : t("form.emailInvalid"),
    password:
      given.password.length < PASSWORD_MIN
        ? t("form.passwordShort", { min: PASSWORD_MIN })
        : undefined,
  };
  const isTyped = Object.values(given).some((text) => text !== "");
  const fields = [
    { name: "name", label: t("form.name"), type: "text", max: 64, hint: undefined },
    { name: "email", label: t("form.email"), type: "email", max: 190, hint: undefined },
    {
      name: "password",
      label: t("form.password"),
      type: "text",
      max: PASSWORD_MAX,
      hint: t("form.passwordHint", { min: PASSWORD_MIN }),
    },
  ] as const;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (create.isPending) return;
    if (Object.values(errors).some(Boolean)) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    create.mutate({ ...given, name: given.name.trim(), email: given.email.trim(), role });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("form.title")}
      description={t("form.text")}
      closeLabel={tState("close")}
      unsaved={isTyped && !create.isPending}
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        {fields.map(({ name, label, type, max, hint }) => (
          <Field
            key={name}
            label={label}
            hint={hint}
            error={refused[name] ?? (tried ? errors[name] : undefined)}
          >
            {(control) => (
              <Input
                {...control}
                required
                type={type}
                maxLength={max}
                autoComplete="off"
                value={given[name]}
                onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t("form.role")}>
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={({ target }) => setRole(staffRole.parse(target.value))}
            >
              {staffRole.options.map((one) => (
                <option key={one} value={one}>
                  {t(`roles.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <DialogFooter
          error={refused.email || refused.password ? null : create.error}
          pending={create.isPending}
          submit={t("form.submit")}
          submitting={t("form.submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
