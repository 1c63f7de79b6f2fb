"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormField } from "@/app/shell/form-field";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { useFormats } from "@/i18n/use-formats";
import { NOTE_MAX, noteInput } from "@/modules/members/schema";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Textarea } from "@/ui/textarea";
import { showToast } from "@/ui/toast-store";
import { listInput } from "./member-tab";
import { EditNote, RemoveNote } from "./note-dialogs";

export type Note = Outputs["members"]["notes"]["items"][number];

/** What staff wrote down about the member, and a place to write more. */
export function NotesPanel({ memberId, isOpen }: { memberId: string; isOpen: boolean }) {
  const t = useTranslations("notes");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [dialog, setDialog] = useState<{ kind: "edit" | "remove"; note: Note } | null>(null);
  const input = listInput(memberId);
  const query = useInfiniteQuery(
    pagedOptions(trpc.members.notes.infiniteQueryKey(input), (cursor) =>
      client.members.notes.query({ ...input, ...cursor }),
    ),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ author }) => author)) ?? [],
  );
  const close = () => setDialog(null);
  return (
    <>
      {isOpen ? <NewNote memberId={memberId} /> : null}
      <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
        {(notes) => (
          <ol>
            {notes.map((note) => (
              <li key={note.noteId} className="border-line border-b py-3.5 last:border-0">
                <p className="whitespace-pre-line break-words">{note.text}</p>
                <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-faint text-sm">
                  <span className="tabular">
                    {[
                      actorName(note.author),
                      format.dateTime(note.createdAt),
                      ...(note.editedAt
                        ? [t("edited", { time: format.dateTime(note.editedAt) })]
                        : []),
                    ].join(" · ")}
                  </span>
                  {note.mayEdit ? (
                    <Button size="sm" onClick={() => setDialog({ kind: "edit", note })}>
                      {t("edit")}
                    </Button>
                  ) : null}
                  {note.mayRemove ? (
                    <Button size="sm" onClick={() => setDialog({ kind: "remove", note })}>
                      {t("remove")}
                    </Button>
                  ) : null}
                </div>
              </li>
            ))}
          </ol>
        )}
      </PagedList>
      {dialog?.kind === "edit" ? <EditNote note={dialog.note} onClose={close} /> : null}
      {dialog?.kind === "remove" ? <RemoveNote note={dialog.note} onClose={close} /> : null}
    </>
  );
}

function NewNote({ memberId }: { memberId: string }) {
  const t = useTranslations("notes");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const add = useMutation(
    trpc.members.addNote.mutationOptions({
      onSuccess: async () => {
        form.reset({ text: "" });
        showToast("good", t("added"));
        await queryClient.invalidateQueries();
      },
    }),
  );
  const form = useProcedureForm({
    schema: noteInput,
    defaultValues: { text: "" },
    toInput: ({ text }) => ({ memberId, text }),
    words: { text: t("textWrong", { count: NOTE_MAX }) },
    mutation: add,
  });
  return (
    <form onSubmit={form.send} noValidate className="mb-5 space-y-3 border-line border-b pb-5">
      <FormField form={form} name="text" label={t("new")} hint={t("hint")}>
        {(control) => <Textarea {...control} maxLength={undefined} rows={3} />}
      </FormField>
      {form.failure ? (
        <p role="alert" className="text-seal-ink text-sm">
          {failureOf(form.failure).detail ?? t("failed")}
        </p>
      ) : null}
      <Button type="submit" size="sm" variant="primary" pending={add.isPending}>
        {add.isPending ? t("adding") : t("add")}
      </Button>
    </form>
  );
}
