import type { ReactNode } from "react";
import { Button } from "@/ui/button";

interface TypedListProps<Draft> {
  drafts: readonly Draft[];
  /** What is added. */
  fresh: Draft;
  most: number;
  readOnly: boolean;
  /** Where their order decides, each may be put before the one above it. */
  words: { add: string; remove: (place: number) => string; earlier?: (place: number) => string };
  itemClassName: string;
  onChange: (drafts: Draft[]) => void;
  /** The fields of one, and where what is done with it stands. */
  children: (one: {
    draft: Draft;
    index: number;
    change: (draft: Draft) => void;
    acts: ReactNode;
  }) => ReactNode;
}

/** Some of a kind that are typed one under the other. */
export function TypedList<Draft>(props: TypedListProps<Draft>) {
  const { drafts, fresh, most, readOnly, words, itemClassName, onChange, children } = props;
  const List = words.earlier ? "ol" : "ul";
  const actsOn = (draft: Draft, index: number) => (
    <div className="flex gap-2">
      {words.earlier ? (
        <Button
          size="sm"
          variant="quiet"
          disabled={index === 0}
          onClick={() => onChange(drafts.toSpliced(index, 1).toSpliced(index - 1, 0, draft))}
        >
          {words.earlier(index + 1)}
        </Button>
      ) : null}
      <Button size="sm" variant="quiet" onClick={() => onChange(drafts.toSpliced(index, 1))}>
        {words.remove(index + 1)}
      </Button>
    </div>
  );
  return (
    <>
      <List className="space-y-4">
        {drafts.map((draft, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: one is its place; it has no other name while it is typed
            key={index}
            className={itemClassName}
          >
            {children({
              draft,
              index,
              change: (next) => onChange(drafts.with(index, next)),
              acts: readOnly ? null : actsOn(draft, index),
            })}
          </li>
        ))}
      </List>
      {readOnly ? null : (
        <Button
          size="sm"
          disabled={drafts.length >= most}
          onClick={() => onChange([...drafts, fresh])}
        >
          {words.add}
        </Button>
      )}
    </>
  );
}
