/** What went wrong and belongs to no field, said to listeners too. */
export function FailureLine({ text }: { text: string | undefined }) {
  return (
    <div role="alert">
      {text ? (
        <p className="rounded-md bg-seal-soft px-4 py-3 text-seal-ink text-sm">{text}</p>
      ) : null}
    </div>
  );
}
