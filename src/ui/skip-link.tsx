export function SkipLink({ children }: { children: string }) {
  return (
    <a
      href="#main"
      className="fixed top-3 left-3 z-60 -translate-y-24 rounded-full bg-ink px-5 py-2.5 font-medium text-paper focus:translate-y-0"
    >
      {children}
    </a>
  );
}
