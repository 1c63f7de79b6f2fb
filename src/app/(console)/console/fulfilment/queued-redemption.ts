import type { Outputs } from "@/trpc/client";

/** A redemption as it waits for the shop. */
export type QueuedRedemption = Outputs["rewards"]["queue"]["items"][number];

/** What is done about one of them in a dialog. */
export interface ParcelDialogProps {
  redemption: QueuedRedemption;
  onClose: () => void;
  onDone: () => void;
}
