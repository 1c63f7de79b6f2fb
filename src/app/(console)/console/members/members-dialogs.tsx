"use client";

import type { Layout } from "@/modules/lists/schema/lists";
import type { Chosen } from "../list/chosen-ids";
import { ExportDialog } from "../list/export-dialog";
import { type ListColumn, shownKeys } from "../list/list-column";
import type { useChosen } from "../list/use-chosen";
import { BulkCoupon } from "./bulk-coupon";
import { BulkPoints } from "./bulk-points";
import type { MemberRow } from "./member-columns";
import { membersQuestion } from "./members-query";
import { NewMemberDialog } from "./new-member-dialog";

export type MembersDialog = "new" | "export" | "points" | "coupon";

interface MembersDialogsProps {
  dialog: MembersDialog;
  chosen: ReturnType<typeof useChosen>;
  columns: readonly ListColumn<MemberRow>[];
  layout: Layout;
  read: (name: string) => string | undefined;
  onClose: () => void;
}

/** What opens above the list of members. */
export function MembersDialogs(props: MembersDialogsProps) {
  const { dialog, chosen, columns, layout, read, onClose } = props;
  const question = membersQuestion(read);
  const who: Chosen = chosen.isAll ? { question } : { ids: [...chosen.ids] };
  switch (dialog) {
    case "new":
      return <NewMemberDialog open onClose={onClose} />;
    case "points":
      return <BulkPoints chosen={who} onClose={onClose} />;
    case "coupon":
      return <BulkCoupon chosen={who} onClose={onClose} />;
    case "export": {
      const shown = shownKeys(columns, layout);
      const titles = new Map(columns.map(({ key, title }) => [key, title]));
      return (
        <ExportDialog
          open
          wish={{
            list: "members",
            format: "XLSX",
            columns: shown.map((key) => ({ key, title: titles.get(key) ?? key })),
            question,
          }}
          onClose={onClose}
        />
      );
    }
  }
}
