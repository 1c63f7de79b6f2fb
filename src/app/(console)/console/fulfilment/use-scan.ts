import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { beep } from "./beep";
import type { QueuedRedemption } from "./queued-redemption";

/** What was scanned of a parcel, the last first. */
export interface Scanned {
  /** Of this scan: a parcel may be scanned again. */
  key: number;
  redemptionId: string;
  /** Unknown until the server answered. */
  parcel: QueuedRedemption | null;
  trackingCode: string;
  state: "SENDING" | "SHIPPED" | "REFUSED" | "UNDONE" | "FAILED";
  code: string | null;
}

/** What is wrong with what was scanned last. */
export type ScanFault = "NO_NUMBER" | "NOT_FOUND" | "NOT_WAITING" | "NO_CARRIER" | "REFUSED";

/** As it stands on a packing slip: 1024 or #1024. */
function numberIn(scanned: string): string | null {
  return /^#?([1-9]\d{0,14})$/.exec(scanned.trim())?.[1] ?? null;
}

/**
 * A redemption's number, then its tracking number, then the next. Nothing waits for the server: a scanner
 * is faster, and what comes of each is told as it is known.
 */
export function useScan(carrier: string, isLoud: boolean) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  /** Whose tracking number comes next, at this very moment. */
  const current = useRef<string | null>(null);
  const [open, setOpen] = useState<{ id: string; parcel: QueuedRedemption | null } | null>(null);
  const [fault, setFault] = useState<ScanFault | null>(null);
  const [scans, setScans] = useState<readonly Scanned[]>([]);
  const looked = useRef(new Map<string, Promise<QueuedRedemption | null>>());
  const next = useRef(0);

  const sound = (isGood: boolean) => (isLoud ? beep(isGood) : undefined);
  const change = (key: number, changes: Partial<Scanned>) =>
    setScans((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)));

  function turnTo(id: string | null, parcel: QueuedRedemption | null = null): void {
    current.current = id;
    setOpen(id === null ? null : { id, parcel });
  }

  function followUp(): void {
    void queryClient.invalidateQueries({ queryKey: trpc.rewards.pathKey() });
    void queryClient.invalidateQueries({ queryKey: trpc.worklist.pathKey() });
  }

  function wrong(found: ScanFault): void {
    setFault(found);
    sound(false);
  }

  async function lookAt(id: string): Promise<QueuedRedemption | null> {
    const { items } = await client.rewards.queue.query({ redemptionId: id });
    return items[0] ?? null;
  }

  function begin(scanned: string): void {
    const id = numberIn(scanned);
    if (id === null) {
      wrong("NO_NUMBER");
      return;
    }
    setFault(null);
    turnTo(id);
    const look = lookAt(id).catch(() => null);
    looked.current.set(id, look);
    void look.then((parcel) => {
      // Scanned past meanwhile: the shipment itself says what is wrong.
      if (current.current !== id) return;
      if (parcel?.status === "PENDING") {
        turnTo(id, parcel);
        return;
      }
      turnTo(null);
      wrong(parcel ? "NOT_WAITING" : "NOT_FOUND");
    });
  }

  async function send(scan: Scanned, unusual: boolean): Promise<void> {
    const { key, redemptionId, trackingCode } = scan;
    change(key, { state: "SENDING" });
    try {
      const parcel = scan.parcel ?? (await looked.current.get(redemptionId)) ?? null;
      const revision = parcel ? { addressRevision: parcel.addressRevision } : {};
      const shipment = { redemptionId, carrier, trackingCode, unusual, ...revision };
      const { items } = await client.rewards.ship.mutate({ shipments: [shipment] });
      const code = items[0]?.code ?? null;
      change(key, { state: code === null ? "SHIPPED" : "REFUSED", code, parcel });
      if (code === null) sound(true);
      else wrong("REFUSED");
    } catch (error) {
      change(key, { state: "FAILED", code: failureOf(error).detail ?? null });
      wrong("REFUSED");
    }
    followUp();
  }

  /** What the field had when Enter came. */
  function scan(scanned: string): void {
    const id = current.current;
    if (id === null) {
      begin(scanned);
      return;
    }
    if (carrier === "") {
      wrong("NO_CARRIER");
      return;
    }
    next.current += 1;
    const one: Scanned = {
      ...{ key: next.current, redemptionId: id, parcel: open?.id === id ? open.parcel : null },
      ...{ trackingCode: scanned.trim(), state: "SENDING", code: null },
    };
    setFault(null);
    setScans((all) => [one, ...all]);
    turnTo(null);
    void send(one, false);
  }

  async function undo({ key, redemptionId, trackingCode }: Scanned): Promise<void> {
    try {
      await client.rewards.undoShipment.mutate({ redemptionId, trackingCode });
      change(key, { state: "UNDONE" });
    } catch (error) {
      change(key, { code: failureOf(error).detail ?? null });
      sound(false);
    }
    followUp();
  }

  return {
    open,
    fault,
    scans,
    scan,
    undo,
    /** It is right though it looks strange. */
    sendAnyway: (one: Scanned) => send(one, true),
    /** Back to the redemption's number. */
    drop: () => {
      turnTo(null);
      setFault(null);
    },
  };
}
