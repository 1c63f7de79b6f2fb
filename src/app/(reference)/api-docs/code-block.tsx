interface CodeBlockProps {
  label: string;
  children: string;
}

/** Lines to copy. They wrap instead of scrolling, so that nothing hides on a phone. */
export function CodeBlock({ label, children }: CodeBlockProps) {
  return (
    <figure>
      <figcaption className="mb-1.5 font-medium text-sm">{label}</figcaption>
      <pre className="wrap-anywhere whitespace-pre-wrap rounded-md bg-sunken p-3 text-sm">
        <code>{children}</code>
      </pre>
    </figure>
  );
}
