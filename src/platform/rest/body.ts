const FIRST_BYTES = 4096;

/**
 * A body as it comes in. The pieces are copied together at once: kept one by one, a body that is sent
 * in pieces of a byte would take a hundred times its size.
 */
class Growing {
  private bytes = new Uint8Array(0);
  length = 0;

  add(piece: Uint8Array): void {
    const length = this.length + piece.length;
    if (length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(FIRST_BYTES, length, 2 * this.bytes.length));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(piece, this.length);
    this.length = length;
  }

  whole(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }
}

/**
 * Reads to the end, or gives undefined at the limit without reading on.
 *
 * @param hold is told of each piece before it is kept
 */
export async function gather(
  pieces: AsyncIterable<Uint8Array>,
  limitBytes: number,
  hold: (bytes: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const body = new Growing();
  for await (const piece of pieces) {
    if (body.length + piece.length > limitBytes) return undefined;
    hold(piece.length);
    body.add(piece);
  }
  return body.whole();
}
