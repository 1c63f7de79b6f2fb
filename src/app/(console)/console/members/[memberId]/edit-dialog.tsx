"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { recordUpdate } from "@/modules/members/schema";
import { failureOf, useTRPC } from "@/trpc/client";
import { FormDialog } from "../../form-dialog";
import { draftOfMember, type MemberRecord, memberUpdateOf } from "../member-draft";
import { MemberFields, useMemberFaults } from "../member-fields";
import { showTaken, takenField } from "../taken-at";
import type { ActionDialogProps } from "./action-props";

/** What is known about the person, as it is read when it is opened. */
export function EditDialog(props: ActionDialogProps) {
  const trpc = useTRPC();
  const { memberId, open } = props;
  const query = useQuery(trpc.members.record.queryOptions({ memberId }, { enabled: open }));
  if (!open || !query.data) return null;
  return <EditForm {...props} record={query.data} onReload={() => query.refetch()} />;
}

interface EditFormProps extends ActionDialogProps {
  record: MemberRecord;
  onReload: () => Promise<unknown>;
}

function EditForm({ record, open, onOpenChange, onDone, onReload }: EditFormProps) {
  const t = useTranslations("console.record");
  const trpc = useTRPC();
  const save = useMutation(
    trpc.members.update.mutationOptions({
      onSuccess: () => {
        form.reset(form.getValues());
        onDone(t("saved"));
      },
      onError: (error) => {
        showTaken(error, form);
      },
    }),
  );
  const read = draftOfMember(record);
  const form = useProcedureForm({
    schema: recordUpdate,
    open,
    defaultValues: read,
    // What nobody typed follows the record, also when somebody else changes it.
    latest: read,
    toInput: (draft) => memberUpdateOf(record, draft),
    check: useMemberFaults(record),
    mutation: save,
  });
  const { code } = failureOf(save.error);
  const isBeyond = code === "LIMIT_REACHED";
  const isShown = isBeyond || takenField(form.failure) !== undefined;
  return (
    <FormDialog
      form={isShown ? { ...form, failure: null } : form}
      conflict={{ save, onReload, words: t("conflict") }}
      open={open}
      title={t("editTitle")}
      submit={t("save")}
      submitting={t("saving")}
      onClose={() => onOpenChange(false)}
      className="sm:max-w-2xl"
    >
      <MemberFields form={form} record={record} />
      {isBeyond ? (
        <p role="alert" className="rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
          {t("handedOver")}
        </p>
      ) : null}
    </FormDialog>
  );
}
