import { classNames } from "./class-names";

/** A place where something will be. Say once, near it, that it is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames("shimmer block rounded-sm", className)} />;
}

interface SkeletonRowsProps {
  rows?: number;
  label: string;
}

export function SkeletonRows({ rows = 5, label }: SkeletonRowsProps) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders never move
          key={row}
          className="flex items-center justify-between gap-6 border-line border-b py-4 last:border-0"
        >
          <span className="grow space-y-2">
            <Skeleton className="h-4 w-2/5 max-w-48" />
            <Skeleton className="h-3 w-3/5 max-w-64" />
          </span>
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
