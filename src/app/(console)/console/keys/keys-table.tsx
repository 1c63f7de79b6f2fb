"use client";

import { useTranslations } from "next-intl";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";

export type Key = Outputs["access"]["keys"]["items"][number];

const tones = { ACTIVE: "good", WAITING: "warn", EXPIRED: "warn", REVOKED: "neutral" } as const;

interface KeysTableProps {
  keys: readonly Key[];
  onRevoke: (key: Key) => void;
}

export function KeysTable({ keys, onRevoke }: KeysTableProps) {
  const t = useTranslations("access.keys");
  const format = useFormats();
  const actorName = useActorNames(keys.map(({ createdBy }) => createdBy));
  return (
    <DataTable
      caption={t("title")}
      rows={keys}
      keyOf={(key) => key.keyId}
      columns={[
        {
          header: t("column.name"),
          primary: true,
          cell: (key) => (
            <>
              {key.name}
              <span className="block text-ink-faint text-sm">
                <code>{key.prefix}…</code>
              </span>
            </>
          ),
        },
        {
          header: t("column.scopes"),
          cell: (key) => key.scopes.map((scope) => t(`scopes.${scope}.label`)).join(" · "),
        },
        {
          header: t("column.rate"),
          cell: (key) =>
            key.ratePerMinute === null
              ? t("unlimited")
              : t("perMinute", { rate: format.points(key.ratePerMinute) }),
        },
        {
          header: t("column.pointsPerDay"),
          cell: (key) =>
            key.pointsPerDayMax === null
              ? t("makersLimit")
              : t("pointsPerDay", { points: format.points(key.pointsPerDayMax) }),
        },
        {
          header: t("column.expires"),
          cell: (key) => (key.expiresAt ? format.dateTime(key.expiresAt) : t("never")),
        },
        {
          header: t("column.lastUsed"),
          cell: (key) => (key.lastUsedAt ? format.dateTime(key.lastUsedAt) : t("unused")),
        },
        {
          header: t("column.created"),
          cell: (key) => (
            <>
              {format.dateTime(key.createdAt)}
              <span className="text-ink-faint text-sm"> · {actorName(key.createdBy)}</span>
            </>
          ),
        },
        {
          header: t("column.state"),
          cell: (key) => <Badge tone={tones[key.state]}>{t(`states.${key.state}`)}</Badge>,
        },
        {
          header: t("column.actions"),
          cell: (key) =>
            key.state === "REVOKED" ? (
              "–"
            ) : (
              <Button
                size="sm"
                aria-label={t("revokeNamed", { name: key.name })}
                onClick={() => onRevoke(key)}
              >
                {t("revoke")}
              </Button>
            ),
        },
      ]}
    />
  );
}
