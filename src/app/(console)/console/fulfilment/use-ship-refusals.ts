import { useTranslations } from "next-intl";

const spokenCodes = [
  "REDEMPTION_NOT_FOUND",
  "REDEMPTION_STATUS_INVALID",
  "CARRIER_UNKNOWN",
  "TRACKING_CODE_UNUSUAL",
  "TRACKING_CODE_TAKEN",
  "VERSION_CONFLICT",
] as const;

/** Refused for how the number looks: somebody who has the parcel in hand may know better. */
const doubtful: readonly string[] = [
  "CARRIER_UNKNOWN",
  "TRACKING_CODE_UNUSUAL",
  "TRACKING_CODE_TAKEN",
];
export const isDoubtful = (code: string | null) => code !== null && doubtful.includes(code);

/** Why a parcel was not shipped, in words. */
export function useShipRefusals() {
  const t = useTranslations("mallDesk.fulfilment");
  return (code: string): string => {
    const spoken = spokenCodes.find((known) => known === code);
    return spoken ? t(`refusals.${spoken}`) : code;
  };
}
