import type { ReactNode } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { SkeletonRows } from "@/ui/skeleton";

interface AskedDetailsProps<T> {
  summary: string;
  loading: string;
  query: {
    data: T | undefined;
    error: unknown;
    isError: boolean;
    isFetching: boolean;
    refetch: () => unknown;
  };
  onOpen: (open: boolean) => void;
  children: (data: T) => ReactNode;
}

/** A list within a row, asked for when somebody wants to know. */
export function AskedDetails<T>({
  summary,
  loading,
  query,
  onOpen,
  children,
}: AskedDetailsProps<T>) {
  return (
    <details className="mt-1" onToggle={(event) => onOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-sm text-ink-soft text-sm underline decoration-line-strong underline-offset-4">
        {summary}
      </summary>
      {query.isError ? (
        <LoadFailed
          error={query.error}
          pending={query.isFetching}
          onRetry={() => query.refetch()}
        />
      ) : query.data === undefined ? (
        <SkeletonRows rows={1} label={loading} />
      ) : (
        <ul className="tabular mt-1 max-h-64 overflow-y-auto text-ink-soft text-sm">
          {children(query.data)}
        </ul>
      )}
    </details>
  );
}
