/** Whom something is done to, and what the dialogs for it get. */

export interface MemberActionsProps {
  memberId: string;
  name: string;
  status: "ACTIVE" | "FROZEN" | "CLOSED";
  tierCode: string;
  available: number;
  tiers: readonly { code: string; name: string }[];
}

export interface ActionDialogProps extends MemberActionsProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Says what was done, and shows the member as they are now. */
  onDone: (words: string) => void;
}
