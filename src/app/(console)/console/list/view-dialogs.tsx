"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import {
  keepViewInput,
  type Layout,
  type ListName,
  VIEWS_MAX,
  viewById,
} from "@/modules/lists/schema/lists";
import { failureOf, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Input } from "@/ui/input";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";
import type { SavedView } from "./use-list-views";

interface SaveViewProps {
  list: ListName;
  /** What stands in the address, and how the list lies. */
  address: string;
  layout: Layout;
  onSaved: (viewId: string) => void;
  onClose: () => void;
}

/** Keeps what one looks at under a name. */
export function SaveView({ list, address, layout, onSaved, onClose }: SaveViewProps) {
  const t = useTranslations("lists.views");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.lists.keepView.mutationOptions({
      onSuccess: async ({ viewId }) => {
        showToast("good", t("saved"));
        onClose();
        await queryClient.invalidateQueries(trpc.lists.views.pathFilter());
        onSaved(viewId);
      },
    }),
  );
  const form = useProcedureForm({
    schema: keepViewInput,
    defaultValues: { name: "", isShared: false },
    toInput: ({ name, isShared }) => ({ list, name, isShared, address, layout }),
    words: { name: t("nameWrong") },
    mutation: save,
  });
  const isFull = failureOf(form.failure).code === "LIMIT_REACHED";
  return (
    <FormDialog
      form={form}
      title={t("saveTitle")}
      description={isFull ? t("full", { count: VIEWS_MAX }) : t("saveText")}
      submit={t("save")}
      submitting={t("saving")}
      onClose={onClose}
    >
      <FormField form={form} name="name" label={t("name")}>
        {(control) => <Input {...control} autoComplete="off" data-autofocus />}
      </FormField>
      <Checkbox
        label={t("share")}
        hint={t("shareHint")}
        checked={form.watch("isShared")}
        onChange={({ target }) => form.change("isShared", target.checked)}
      />
    </FormDialog>
  );
}

/** Takes one away; what it showed stays. */
export function RemoveView({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useTranslations("lists.views");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.lists.removeView.mutationOptions({
      onSuccess: async () => {
        showToast("good", t("removed"));
        onClose();
        await queryClient.invalidateQueries(trpc.lists.views.pathFilter());
      },
    }),
  );
  const form = useProcedureForm({
    schema: viewById,
    defaultValues: {},
    toInput: () => ({ viewId: view.viewId }),
    mutation: remove,
  });
  return (
    <FormDialog
      form={form}
      title={t("removeTitle", { name: view.name })}
      description={view.isShared ? t("removeShared") : t("removeText")}
      submit={t("remove")}
      submitting={t("removing")}
      destructive
      onClose={onClose}
    >
      {null}
    </FormDialog>
  );
}
