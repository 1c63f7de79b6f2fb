"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Mail, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { ChangeDialog } from "./change-dialog";
import { CreateOperatorDialog, type FirstPassword } from "./create-operator-dialog";
import { EntryDialog, type EntryHelp } from "./entry-dialog";
import { FirstPasswordDialog } from "./first-password-dialog";
import { InvitationsTable } from "./invitations-table";
import { InviteDialog } from "./invite-dialog";
import type { Change, Operator } from "./operator";
import { operatorsInput } from "./operators-query";
import { OperatorsTable } from "./operators-table";

type Open =
  | { create: true }
  | { first: FirstPassword }
  | { invite: true }
  | { operator: Operator; change: Change }
  | { operator: Operator; help: EntryHelp }
  | null;

/** Who works in the console, and what can be changed about them: one dialog at a time. */
export function OperatorsDesk() {
  const t = useTranslations("access.operators");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const query = useInfiniteQuery(
    pagedOptions(trpc.access.operators.infiniteQueryKey(operatorsInput), (cursor) =>
      client.access.operators.query({ ...operatorsInput, ...cursor }),
    ),
  );

  function done(words: string, first?: FirstPassword): void {
    setOpen(first ? { first } : null);
    showToast("good", words);
    void queryClient.invalidateQueries({ queryKey: trpc.access.operators.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.identity.invitations.pathKey() });
  }

  return (
    <>
      <div className="mb-4 flex flex-wrap gap-2">
        <Button size="sm" variant="primary" onClick={() => setOpen({ invite: true })}>
          <Mail aria-hidden="true" className="size-4" />
          {t("invite.open")}
        </Button>
        <Button size="sm" onClick={() => setOpen({ create: true })}>
          <Plus aria-hidden="true" className="size-4" />
          {t("create")}
        </Button>
      </div>
      <Panel className="mb-6">
        <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
          {(operators) => (
            <OperatorsTable
              operators={operators}
              onChange={(operator, change) => setOpen({ operator, change })}
              onHelp={(operator, help) => setOpen({ operator, help })}
            />
          )}
        </PagedList>
      </Panel>
      <InvitationsTable />
      {open && "invite" in open ? (
        <InviteDialog onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open && "create" in open ? (
        <CreateOperatorDialog onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open && "first" in open ? (
        <FirstPasswordDialog {...open.first} onClose={() => setOpen(null)} />
      ) : null}
      {open && "help" in open ? (
        <EntryDialog {...open} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open && "change" in open ? (
        <ChangeDialog {...open} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
    </>
  );
}
