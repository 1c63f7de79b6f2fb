"use client";

import { useState } from "react";

/** What the page before was stamped with; one that came out of nowhere has the plain stamp. */
function sealBefore(): string | undefined {
  return typeof document === "undefined" ? undefined : document.documentElement.dataset.seal;
}

/**
 * When even the layout failed there is no catalog to ask: both languages, no styles needed. Where its
 * scripts don't run either, trying again asks for the page anew.
 */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  const [seal] = useState(sealBefore);
  return (
    <html lang="zh-CN" data-seal={seal}>
      <body
        style={{ fontFamily: "system-ui, sans-serif", padding: "4rem 1.5rem", lineHeight: 1.6 }}
      >
        <title>出错了 · Something went wrong</title>
        <main>
          <p
            aria-hidden="true"
            style={{
              ...{ width: "2.75rem", height: "2.75rem", display: "grid", placeItems: "center" },
              ...{ margin: "0 0 1.5rem", borderRadius: "0.25rem", rotate: "-3deg", lineHeight: 1 },
              ...{ background: "#b3322b", color: "#fff6ec", fontFamily: "serif", fontWeight: 600 },
              boxShadow: "inset 0 0 0 1.5px rgb(255 240 230 / 0.55)",
              writingMode: (seal?.length ?? 0) > 1 ? "vertical-rl" : undefined,
            }}
          >
            {seal}
          </p>
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
