"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { enrolInput } from "@/modules/members/schema";
import { useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import { draftOfMember, newMemberOf } from "./member-draft";
import { MemberFields, useMemberFaults } from "./member-fields";
import { showTaken, takenField } from "./taken-at";

/** Makes a member, and goes to their page. */
export function NewMemberDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("console.record");
  const router = useRouter();
  const trpc = useTRPC();
  const create = useMutation(
    trpc.members.create.mutationOptions({
      onSuccess: ({ memberId }) => {
        form.reset(form.getValues());
        onClose();
        showToast("good", t("created"));
        router.push(`/console/members/${memberId}`);
      },
      onError: (error) => {
        showTaken(error, form);
      },
    }),
  );
  const form = useProcedureForm({
    schema: enrolInput,
    open,
    defaultValues: draftOfMember(null),
    toInput: newMemberOf,
    check: useMemberFaults(null),
    shownAt: { "consents.email.source": "source" },
    mutation: create,
  });
  return (
    <FormDialog
      form={takenField(form.failure) ? { ...form, failure: null } : form}
      open={open}
      title={t("newTitle")}
      description={t("newText")}
      submit={t("create")}
      submitting={t("creating")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
      <MemberFields form={form} record={null} />
    </FormDialog>
  );
}
