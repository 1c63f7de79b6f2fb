"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { DataTable } from "@/ui/data-table";
import type { EntryHelp } from "./entry-dialog";
import type { Change, Operator } from "./operator";

interface OperatorsTableProps {
  operators: readonly Operator[];
  onChange: (operator: Operator, change: Change) => void;
  onHelp: (operator: Operator, help: EntryHelp) => void;
}

export function OperatorsTable({ operators, onChange, onHelp }: OperatorsTableProps) {
  const t = useTranslations("access.operators");
  const format = useFormats();
  return (
    <DataTable
      caption={t("title")}
      rows={operators}
      keyOf={(operator) => operator.userId}
      columns={[
        {
          header: t("column.name"),
          primary: true,
          cell: (operator) => (
            <>
              {operator.name}
              {operator.self ? <Badge className="ml-2">{t("self")}</Badge> : null}
              <span className="block break-all text-ink-faint text-sm">{operator.email}</span>
            </>
          ),
        },
        { header: t("column.role"), cell: (operator) => t(`roles.${operator.role}`) },
        {
          header: t("column.state"),
          cell: (operator) => (
            <Badge tone={operator.disabled ? "neutral" : "good"}>
              {t(operator.disabled ? "disabled" : "active")}
            </Badge>
          ),
        },
        {
          header: t("column.secondFactor"),
          cell: ({ hasSecondFactor }) => t(hasSecondFactor ? "factorOn" : "factorOff"),
        },
        {
          header: t("column.lastSignIn"),
          cell: ({ lastSignInAt }) =>
            lastSignInAt ? format.dateTime(lastSignInAt) : t("neverSignedIn"),
        },
        { header: t("column.created"), cell: (operator) => format.date(operator.createdAt) },
        {
          header: t("column.actions"),
          cell: (operator) => (
            <OperatorActions operator={operator} onChange={onChange} onHelp={onHelp} />
          ),
        },
      ]}
    />
  );
}

interface OperatorActionsProps {
  operator: Operator;
  onChange: (operator: Operator, change: Change) => void;
  onHelp: (operator: Operator, help: EntryHelp) => void;
}

/** What the server would allow: the last admin stays, and nobody shuts themselves out. */
function OperatorActions({ operator, onChange, onHelp }: OperatorActionsProps) {
  const t = useTranslations("access.operators");
  const { lastAdmin, self, disabled, hasSecondFactor, hasPasskey, role } = operator;
  if (lastAdmin) return <span className="text-ink-soft text-sm">{t("lastAdmin")}</span>;
  const changes: Change[] = [
    role === "admin" ? "toOperator" : "toAdmin",
    ...(self ? [] : [disabled ? ("enable" as const) : ("disable" as const)]),
  ];
  const helps: EntryHelp[] = [
    ...(self || disabled ? [] : ["sendReset" as const]),
    ...(self || !(hasSecondFactor || hasPasskey) ? [] : ["takeFactor" as const]),
  ];
  return (
    <span className="flex flex-wrap justify-end gap-2 md:justify-start">
      {changes.map((change) => (
        <Button
          key={change}
          size="sm"
          aria-label={t(`named.${change}`, { name: operator.name })}
          onClick={() => onChange(operator, change)}
        >
          {t(change)}
        </Button>
      ))}
      {helps.map((help) => (
        <Button
          key={help}
          size="sm"
          aria-label={t(`named.${help}`, { name: operator.name })}
          onClick={() => onHelp(operator, help)}
        >
          {t(help)}
        </Button>
      ))}
    </span>
  );
}
