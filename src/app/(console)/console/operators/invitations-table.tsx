"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PagedList } from "@/app/shell/paged-list";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import { EmptyState } from "@/ui/empty-state";
import { PanelSection } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { operatorsInput } from "./operators-query";

type Invitation = Outputs["identity"]["invitations"]["items"][number];

const TONES = { OPEN: "warn", USED: "good", REVOKED: "neutral", EXPIRED: "neutral" } as const;

/** Who was invited, and what came of it. */
export function InvitationsTable() {
  const t = useTranslations("access.operators");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(
    pagedOptions(trpc.identity.invitations.infiniteQueryKey(operatorsInput), (cursor) =>
      client.identity.invitations.query({ ...operatorsInput, ...cursor }),
    ),
  );
  const revoke = useMutation(
    trpc.identity.revokeInvitation.mutationOptions({
      onSuccess: () => showToast("good", t("invite.revoked")),
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("invite.revokeFailed")),
      onSettled: () =>
        queryClient.invalidateQueries({ queryKey: trpc.identity.invitations.pathKey() }),
    }),
  );
  const actions = ({ linkId, email, state }: Invitation) =>
    state === "OPEN" ? (
      <Button
        size="sm"
        aria-label={t("invite.revokeNamed", { email })}
        pending={revoke.isPending && revoke.variables.linkId === linkId}
        onClick={() => revoke.mutate({ linkId })}
      >
        {t("invite.revoke")}
      </Button>
    ) : null;
  return (
    <PanelSection id="invitations" title={t("invite.list")}>
      <PagedList
        query={query}
        empty={<EmptyState title={t("invite.empty")} hint={t("invite.emptyHint")} />}
      >
        {(invitations) => (
          <DataTable
            caption={t("invite.list")}
            rows={invitations}
            keyOf={({ linkId }) => linkId}
            columns={[
              {
                header: t("column.name"),
                primary: true,
                cell: ({ name, email }) => (
                  <>
                    {name}
                    <span className="block break-all text-ink-faint text-sm">{email}</span>
                  </>
                ),
              },
              { header: t("column.role"), cell: ({ role }) => t(`roles.${role}`) },
              {
                header: t("column.state"),
                cell: ({ state }) => (
                  <Badge tone={TONES[state]}>{t(`invite.states.${state}`)}</Badge>
                ),
              },
              {
                header: t("invite.expires"),
                cell: ({ expiresAt }) => format.dateTime(expiresAt),
              },
              { header: t("column.actions"), cell: actions },
            ]}
          />
        )}
      </PagedList>
    </PanelSection>
  );
}
