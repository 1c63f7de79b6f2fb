"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { NOTE_MAX, noteEdit, noteOf } from "@/modules/members/schema";
import { useTRPC } from "@/trpc/client";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../../form-dialog";

interface NoteDialogProps {
  note: { noteId: string; text: string };
  onClose: () => void;
}

function useDone(words: string, onClose: () => void) {
  const queryClient = useQueryClient();
  return {
    onSuccess: async () => {
      showToast("good", words);
      onClose();
      await queryClient.invalidateQueries();
    },
  };
}

export function EditNote({ note, onClose }: NoteDialogProps) {
  const t = useTranslations("notes");
  const trpc = useTRPC();
  const save = useMutation(trpc.members.editNote.mutationOptions(useDone(t("saved"), onClose)));
  const form = useProcedureForm({
    schema: noteEdit,
    defaultValues: { text: note.text },
    toInput: ({ text }) => ({ noteId: note.noteId, text }),
    words: { text: t("textWrong", { count: NOTE_MAX }) },
    mutation: save,
  });
  return (
    <FormDialog
      form={form}
      title={t("editTitle")}
      submit={t("save")}
      submitting={t("saving")}
      onClose={onClose}
    >
      <FormField form={form} name="text" label={t("text")}>
        {(control) => <Textarea {...control} maxLength={undefined} rows={5} />}
      </FormField>
    </FormDialog>
  );
}

export function RemoveNote({ note, onClose }: NoteDialogProps) {
  const t = useTranslations("notes");
  const trpc = useTRPC();
  const remove = useMutation(
    trpc.members.removeNote.mutationOptions(useDone(t("removed"), onClose)),
  );
  const form = useProcedureForm({
    schema: noteOf,
    defaultValues: {},
    toInput: () => ({ noteId: note.noteId }),
    mutation: remove,
  });
  return (
    <FormDialog
      form={form}
      title={t("removeTitle")}
      description={t("removeText")}
      submit={t("remove")}
      submitting={t("removing")}
      destructive
      onClose={onClose}
    >
      <p className="max-h-40 overflow-y-auto whitespace-pre-line break-words rounded-md bg-sunken px-4 py-3 text-sm">
        {note.text}
      </p>
    </FormDialog>
  );
}
