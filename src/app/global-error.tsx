"use client";

/**
 * When even the layout failed there is no catalog to ask: both languages, no styles needed. Where its
 * scripts don't run either, trying again asks for the page anew.
 */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="zh-CN">
      <body
        style={{ fontFamily: "system-ui, sans-serif", padding: "4rem 1.5rem", lineHeight: 1.6 }}
      >
        <title>出错了 · Something went wrong</title>
        <main>
          <h1 style={{ fontSize: "1.25rem" }}>服务出了点问题，请再试一次。</h1>
          <p lang="en">Something went wrong. Please try again.</p>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              retry();
            }}
          >
            <button type="submit" style={{ fontSize: "1rem", padding: "0.5rem 1.25rem" }}>
              再试一次 · Try again
            </button>
          </form>
        </main>
      </body>
    </html>
  );
}
