import { AddressDialog } from "./address-dialog";
import { CorrectDialog } from "./correct-dialog";
import type { ParcelDeed } from "./parcel-actions";
import type { QueuedRedemption } from "./queued-redemption";
import { ReturnDialog } from "./return-dialog";
import { ShipDialog } from "./ship-dialog";
import { UndoDialog } from "./undo-dialog";
import { WithdrawDialog } from "./withdraw-dialog";

/** What is asked before something is done about parcels. */
export interface OpenDeed {
  deed: Exclude<ParcelDeed, "finish">;
  /** More than one only where they are shipped together. */
  redemptions: readonly QueuedRedemption[];
}

const DIALOGS = {
  address: AddressDialog,
  correct: CorrectDialog,
  undo: UndoDialog,
  giveBack: ReturnDialog,
  withdraw: WithdrawDialog,
} as const;

interface ParcelDialogsProps {
  open: OpenDeed | null;
  onClose: () => void;
  onDone: () => void;
}

export function ParcelDialogs({ open, onClose, onDone }: ParcelDialogsProps) {
  const [redemption] = open?.redemptions ?? [];
  if (!open || !redemption) return null;
  if (open.deed === "ship") {
    return <ShipDialog redemptions={open.redemptions} onClose={onClose} onDone={onDone} />;
  }
  const Dialog = DIALOGS[open.deed];
  return <Dialog redemption={redemption} onClose={onClose} onDone={onDone} />;
}
