import { classNames } from "@/ui/class-names";

/** GET, POST or PUT, always as wide, so that the paths below each other line up. */
export function Method({ name, className }: { name: string; className?: string }) {
  return (
    <span
      className={classNames(
        "inline-block w-12 shrink-0 rounded-xs py-0.5 text-center font-sans font-semibold text-xs",
        name === "GET" ? "bg-good-soft text-good" : "bg-seal-soft text-seal-ink",
        className,
      )}
    >
      {name}
    </span>
  );
}
