"use client";

import { Coins, Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import type { useAddress } from "@/app/shell/use-address";
import type { Layout } from "@/modules/lists/schema/lists";
import type { Outputs } from "@/trpc/client";
import { Button } from "@/ui/button";
import { Beside } from "../list/beside";
import type { ListColumn } from "../list/list-column";
import { ListTable } from "../list/list-table";
import { SelectionBar } from "../list/selection-bar";
import type { useChosen } from "../list/use-chosen";
import { useRowKeys } from "../list/use-row-keys";
import { MemberBeside } from "./member-beside";
import type { MemberRow } from "./member-columns";
import type { MembersDialog } from "./members-dialogs";
import { membersOrder } from "./members-query";

interface MemberRowsProps extends Pick<ReturnType<typeof useAddress>, "read" | "change"> {
  data: Outputs["members"]["list"] | undefined;
  isStale: boolean;
  columns: readonly ListColumn<MemberRow>[];
  layout: Layout;
  chosen: ReturnType<typeof useChosen>;
  onAct: (dialog: MembersDialog) => void;
}

/** A page of members, the one that is open beside it, and what can be done with those who are chosen. */
export function MemberRows(props: MemberRowsProps) {
  const { data, isStale, columns, layout, chosen, read, change, onAct } = props;
  const t = useTranslations();
  const list = useRef<HTMLDivElement>(null);
  const openId = read("open");
  const open = (id: string) => change({ open: id });
  const close = () => change({ open: undefined });
  const order = membersOrder(read);
  useRowKeys({
    list,
    onOpen: open,
    onClose: close,
    onChoose: (id) => chosen.choose([id], !chosen.ids.has(id)),
  });
  const isShown = data?.items.some(({ memberId }) => memberId === openId);
  return (
    <>
      <div className="flex items-start gap-4">
        <div
          ref={list}
          className="relative min-w-0 grow overflow-x-auto rounded-lg border border-line bg-surface px-1 sm:px-3"
        >
          <ListTable
            caption={t("console.members.title")}
            columns={columns}
            rows={data?.items}
            isStale={isStale}
            idOf={({ memberId }) => memberId}
            nameOf={({ nickname, memberCode }) => nickname ?? memberCode}
            layout={layout}
            sort={order}
            onSort={({ by, direction }) =>
              change({ sort: by, direction, cursor: undefined, page: undefined })
            }
            chosen={
              chosen.isAll ? new Set(data?.items.map(({ memberId }) => memberId)) : chosen.ids
            }
            onChoose={chosen.choose}
            openId={openId}
            onOpen={open}
          />
        </div>
        {openId && isShown ? (
          <Beside label={t("lists.member.beside")} onClose={close}>
            <MemberBeside memberId={openId} />
          </Beside>
        ) : null}
      </div>
      <SelectionBar
        chosen={chosen}
        total={data?.total ?? 0}
        isBounded={data?.totalIsBounded ?? false}
      >
        <Button size="sm" onClick={() => onAct("points")}>
          <Coins aria-hidden="true" className="size-4" />
          {t("lists.points.button")}
        </Button>
        <Button size="sm" onClick={() => onAct("coupon")}>
          <Ticket aria-hidden="true" className="size-4" />
          {t("lists.coupon.button")}
        </Button>
      </SelectionBar>
    </>
  );
}
