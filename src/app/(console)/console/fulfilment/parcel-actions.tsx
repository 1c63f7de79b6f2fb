import { useTranslations } from "next-intl";
import { Button } from "@/ui/button";
import type { QueuedRedemption } from "./queued-redemption";

/** What can be done about a parcel. */
export type ParcelDeed =
  | "ship"
  | "address"
  | "withdraw"
  | "finish"
  | "correct"
  | "undo"
  | "giveBack";

const deedsOf = {
  PENDING: ["ship", "address", "withdraw"],
  SHIPPED: ["finish", "correct", "giveBack", "undo"],
  DONE: ["correct", "giveBack"],
  CANCELLED: [],
  RETURNED: [],
} as const satisfies Record<QueuedRedemption["status"], readonly ParcelDeed[]>;

/** Coupons are given at once: they are only taken back, while they are whole. */
function deedsFor({
  kind,
  status,
  couponIds,
  cancellable,
}: QueuedRedemption): readonly ParcelDeed[] {
  if (kind === "PRODUCT") return deedsOf[status];
  return couponIds.length > 0 && cancellable ? ["withdraw"] : [];
}

interface ParcelActionsProps {
  redemption: QueuedRedemption;
  /** For who hears the buttons one by one. */
  named: string;
  finishing: boolean;
  onDeed: (deed: ParcelDeed, redemption: QueuedRedemption) => void;
}

export function ParcelActions({ redemption, named, finishing, onDeed }: ParcelActionsProps) {
  const t = useTranslations("mallDesk.fulfilment.deeds");
  const deeds = deedsFor(redemption);
  if (deeds.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {deeds.map((deed, place) => (
        <Button
          key={deed}
          size="sm"
          variant={place === 0 ? "secondary" : "quiet"}
          pending={deed === "finish" && finishing}
          onClick={() => onDeed(deed, redemption)}
        >
          {t(deed)}
          <span className="sr-only">{named}</span>
        </Button>
      ))}
    </div>
  );
}
