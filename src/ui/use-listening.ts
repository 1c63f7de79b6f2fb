import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether what is shown listens by now: what the server sent is seen before, on a slow line for seconds. */
export function useListening(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
