"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Columns3, Save, Trash2, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Layout, ListName } from "@/modules/lists/schema/lists";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { chipClass } from "@/ui/chip-class";
import { showToast } from "@/ui/toast-store";
import { ColumnsDialog } from "./columns-dialog";
import { addressOfView } from "./list-address";
import type { ListColumn } from "./list-column";
import type { useListViews } from "./use-list-views";
import { RemoveView, SaveView } from "./view-dialogs";

interface ViewsBarProps {
  list: ListName;
  columns: readonly Pick<ListColumn<never>, "key" | "title" | "isExtra">[];
  shown: ReturnType<typeof useListViews>;
  /** What stands in the address of what is looked at, without the page and the view. */
  address: string;
  onLook: (address: string, viewId: string | undefined) => void;
}

/** The ways to look at a list: one's own, those that are shared, and the one that is before one. */
export function ViewsBar({ list, columns, shown, address, onLook }: ViewsBarProps) {
  const t = useTranslations("lists.views");
  const tColumns = useTranslations("lists.columns");
  const { views, view, layout, setLayout } = shown;
  const [dialog, setDialog] = useState<"save" | "remove" | "columns" | null>(null);
  const isChanged =
    view !== null && (view.address !== address || !isSameLayout(view.layout, layout));
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <ul aria-label={t("label")} className="flex flex-wrap items-center gap-1.5">
        <li>
          <button
            type="button"
            aria-pressed={view === null}
            onClick={() => onLook("", undefined)}
            className={chipClass(view === null)}
          >
            {t("all")}
          </button>
        </li>
        {views.map((one) => (
          <li key={one.viewId}>
            <button
              type="button"
              aria-pressed={view?.viewId === one.viewId}
              title={one.isOwn ? undefined : t("by", { name: one.owner ?? "–" })}
              onClick={() => onLook(addressOfView(one.address), one.viewId)}
              className={chipClass(view?.viewId === one.viewId)}
            >
              {one.isShared ? (
                <Users aria-label={t("shared")} className="mr-1.5 size-3.5 shrink-0" />
              ) : null}
              {one.name}
            </button>
          </li>
        ))}
      </ul>
      <div className="ml-auto flex flex-wrap items-center gap-1.5">
        {view && isChanged && view.mayChange ? (
          <UpdateView view={view} address={address} layout={layout} />
        ) : null}
        <Button variant="quiet" size="sm" onClick={() => setDialog("save")}>
          <Save aria-hidden="true" className="size-4" />
          {t("saveAs")}
        </Button>
        {view?.mayChange ? (
          <Button variant="quiet" size="sm" onClick={() => setDialog("remove")}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t("remove")}
          </Button>
        ) : null}
        <Button variant="quiet" size="sm" onClick={() => setDialog("columns")}>
          <Columns3 aria-hidden="true" className="size-4" />
          {tColumns("button")}
        </Button>
      </div>
      {dialog === "save" ? (
        <SaveView
          {...{ list, address, layout }}
          onSaved={(viewId) => onLook(address, viewId)}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "remove" && view ? (
        <RemoveView view={view} onClose={() => setDialog(null)} />
      ) : null}
      <ColumnsDialog
        open={dialog === "columns"}
        {...{ columns, layout }}
        onChange={setLayout}
        onClose={() => setDialog(null)}
      />
    </div>
  );
}

const isSameLayout = (one: Layout, other: Layout) =>
  one.density === other.density && one.columns.join() === other.columns.join();

interface UpdateViewProps {
  view: NonNullable<ReturnType<typeof useListViews>["view"]>;
  address: string;
  layout: Layout;
}

/** Keeps what one looks at now in the view that one came by. */
function UpdateView({ view, address, layout }: UpdateViewProps) {
  const t = useTranslations("lists.views");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.lists.changeView.mutationOptions({
      onSuccess: () => showToast("good", t("saved")),
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("failed")),
      onSettled: () => queryClient.invalidateQueries(trpc.lists.views.pathFilter()),
    }),
  );
  const { viewId, revision, name, isShared } = view;
  return (
    <Button
      size="sm"
      pending={save.isPending}
      onClick={() => save.mutate({ viewId, revision, name, isShared, address, layout })}
    >
      {t("update")}
    </Button>
  );
}
