import { useTranslations } from "next-intl";
import { useCarriers } from "./use-carriers";

/** The choices of a select: nothing chosen, then each carrier. */
export function CarrierOptions() {
  const t = useTranslations("mallDesk.fulfilment");
  return (
    <>
      <option value="">{t("carrierChoose")}</option>
      {useCarriers().map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </>
  );
}
