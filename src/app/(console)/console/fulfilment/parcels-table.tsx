"use client";

import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Badge } from "@/ui/badge";
import { classNames } from "@/ui/class-names";
import { PageLink } from "@/ui/page-link";
import { tableRoles } from "@/ui/table-roles";
import { CouponCodes } from "./coupon-codes";
import { ParcelActions, type ParcelDeed } from "./parcel-actions";
import type { QueuedRedemption } from "./queued-redemption";

interface ParcelsTableProps {
  redemptions: readonly QueuedRedemption[];
  chosen: readonly string[];
  onChoose: (redemptionIds: readonly string[]) => void;
  /** Whose finishing is on its way. */
  finishing: string | null;
  onDeed: (deed: ParcelDeed, redemption: QueuedRedemption) => void;
}

const tones = {
  PENDING: "warn",
  SHIPPED: "seal",
  DONE: "good",
  CANCELLED: "neutral",
  RETURNED: "neutral",
} as const;

const columns = ["parcel", "recipient", "state", "actions"] as const;

/** A row a parcel: what is in it, where it goes, how long it waits, and what is to be done. */
export function ParcelsTable(props: ParcelsTableProps) {
  const { redemptions, chosen, onChoose } = props;
  const t = useTranslations("mallDesk.fulfilment");
  const open = redemptions.filter(({ status }) => status === "PENDING");
  const isAll = open.length > 0 && open.every(({ redemptionId }) => chosen.includes(redemptionId));
  return (
    <table {...tableRoles.table} className="tabular block w-full text-left lg:table">
      <caption className="sr-only">{t("title")}</caption>
      <thead {...tableRoles.rowGroup} className="sr-only lg:not-sr-only lg:table-header-group">
        <tr {...tableRoles.row} className="border-line border-b text-ink-faint text-sm">
          {open.length > 0 ? (
            <th {...tableRoles.columnHeader} scope="col" className="w-9 pb-3">
              <input
                type="checkbox"
                className="size-5 accent-seal"
                aria-label={t("chooseAll")}
                checked={isAll}
                onChange={() => onChoose(isAll ? [] : open.map((one) => one.redemptionId))}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th
              key={column}
              {...tableRoles.columnHeader}
              scope="col"
              className={classNames("px-3 pb-3 font-normal", column === "parcel" && "lg:pl-0")}
            >
              {t(`headers.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...tableRoles.rowGroup} className="block lg:table-row-group">
        {redemptions.map((redemption) => (
          <ParcelRow
            key={redemption.redemptionId}
            {...props}
            redemption={redemption}
            hasChoice={open.length > 0}
          />
        ))}
      </tbody>
    </table>
  );
}

interface ParcelRowProps extends ParcelsTableProps {
  redemption: QueuedRedemption;
  /** Whether there is a column to choose in. */
  hasChoice: boolean;
}

function ParcelRow({ redemption, hasChoice, chosen, onChoose, finishing, onDeed }: ParcelRowProps) {
  const t = useTranslations("mallDesk.fulfilment");
  const { redemptionId, rewardName, quantity, status } = redemption;
  const named = t("redemption", { id: redemptionId, reward: rewardName });
  const isChosen = chosen.includes(redemptionId);
  return (
    <tr
      {...tableRoles.row}
      className="relative block border-line border-b py-4 first:pt-0 last:border-0 lg:table-row"
    >
      {hasChoice ? (
        <td
          {...tableRoles.cell}
          className="float-right lg:float-none lg:table-cell lg:py-4 lg:align-top"
        >
          {status === "PENDING" ? (
            <input
              type="checkbox"
              className="size-5 accent-seal"
              aria-label={t("choose", { redemption: named })}
              checked={isChosen}
              onChange={() =>
                onChoose(
                  isChosen ? chosen.filter((id) => id !== redemptionId) : [...chosen, redemptionId],
                )
              }
            />
          ) : null}
        </td>
      ) : null}
      <th
        {...tableRoles.rowHeader}
        scope="row"
        className="block text-left font-normal lg:table-cell lg:py-4 lg:pr-3 lg:align-top"
      >
        <span className="font-medium">
          {rewardName}
          <span className="text-ink-soft"> × {quantity}</span>
        </span>
        <span className="block text-ink-faint text-sm">
          {t("number", { id: redemptionId })} ·{" "}
          <PageLink
            href={`/console/members/${redemption.memberId}`}
            className="underline decoration-line-strong underline-offset-4 hover:decoration-seal"
          >
            {redemption.memberCode}
          </PageLink>
        </span>
        {redemption.togetherWith.length > 0 ? (
          <span className="block text-ink-soft text-sm">
            {t("together", { ids: redemption.togetherWith.join(", ") })}
          </span>
        ) : null}
      </th>
      <td {...tableRoles.cell} className="block lg:table-cell lg:px-3 lg:py-4 lg:align-top">
        <Recipient redemption={redemption} />
      </td>
      <td {...tableRoles.cell} className="mt-2 block lg:table-cell lg:px-3 lg:py-4 lg:align-top">
        <ParcelState redemption={redemption} />
      </td>
      <td {...tableRoles.cell} className="mt-3 block lg:table-cell lg:px-3 lg:py-4 lg:align-top">
        <ParcelActions
          redemption={redemption}
          named={named}
          finishing={finishing === redemptionId}
          onDeed={onDeed}
        />
      </td>
    </tr>
  );
}

function Recipient({ redemption }: { redemption: QueuedRedemption }) {
  const { deliveryAddress } = redemption;
  return (
    <>
      {deliveryAddress ? (
        <address className="not-italic">
          {deliveryAddress.name} {deliveryAddress.phone}
          <span className="block text-ink-soft text-sm">
            {deliveryAddress.region} {deliveryAddress.line}
          </span>
        </address>
      ) : null}
      <CouponCodes redemption={redemption} />
    </>
  );
}

/** How far it has come, since when, and under which number. */
function ParcelState({ redemption }: { redemption: QueuedRedemption }) {
  const t = useTranslations("mallDesk.fulfilment");
  const format = useFormats();
  const { status, waitingDays, carrier, trackingCode, formerLabels } = redemption;
  return (
    <>
      <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>
      <span className="mt-1 block text-sm">
        {waitingDays === null ? null : (
          <span className={classNames("block", waitingDays >= 3 ? "text-warn" : "text-ink-soft")}>
            {t("waiting", { days: waitingDays })}
          </span>
        )}
        <span className="block text-ink-faint">
          {t("at", { date: format.dateTimeShort(redemption.createdAt) })}
        </span>
        {carrier ? (
          <span className="block break-all">
            {carrier} {trackingCode}
          </span>
        ) : null}
        {formerLabels.map((label) => (
          <span key={label.endedAt} className="block break-all text-ink-faint">
            {t(`endings.${label.ending}`)} <s>{label.trackingCode}</s>
            {label.outcome ? ` · ${t(`outcomes.${label.outcome}`)}` : ""}
          </span>
        ))}
        {redemption.reason ? (
          <span className="block text-ink-soft">{redemption.reason}</span>
        ) : null}
      </span>
    </>
  );
}
