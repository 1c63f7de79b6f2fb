/** What a file's bytes may be written in. */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "gb18030", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];

export interface DecodedText {
  text: string;
  encoding: Encoding;
  /** Nothing in the file says so: it was read as what it most likely is. */
  isAssumed: boolean;
}

/**
 * Reads a file's bytes: by the mark at its start, as UTF-8, or else as what Chinese or western
 * spreadsheets save. Null where they are no text in any of these.
 *
 * @param encoding the encoding that somebody chose, after they saw what came of the assumed one
 */
export function decodeText(bytes: Uint8Array, encoding?: Encoding): DecodedText | null {
  if (encoding) return read(bytes, encoding, false);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return read(bytes, "utf-16le", false);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return read(bytes, "utf-16be", false);
  const likely = likelyEncoding(bytes);
  const other = likely === "gb18030" ? "windows-1252" : "gb18030";
  return read(bytes, "utf-8", false) ?? read(bytes, likely, true) ?? read(bytes, other, true);
}

function read(bytes: Uint8Array, encoding: Encoding, isAssumed: boolean): DecodedText | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // Control characters are in no table; most bytes are some letter in Windows-1252.
    return /(?![\t\n\v\f\r\u0085])\p{Cc}/u.test(text) ? null : { text, encoding, isAssumed };
  } catch {
    return null;
  }
}

/**
 * Chinese is pairs of bytes, mostly of the 3,755 common characters; in western text a letter with an
 * accent stands alone among plain ones. "张" is D5 C5; "ü" is FC, and with the "l" after it would be
 * a character that hardly anybody writes.
 */
function likelyEncoding(bytes: Uint8Array): "gb18030" | "windows-1252" {
  let [common, rare, alone] = [0, 0, 0];
  for (let place = 0; place < bytes.length; ) {
    const [lead = 0, trail = 0] = [bytes[place], bytes[place + 1]];
    if (lead < 0x80) {
      place += 1;
      continue;
    }
    const isCommon = lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1;
    if (isCommon) common += 1;
    else if (trail >= 0xa1) rare += 1;
    else alone += 1;
    place += trail >= 0x40 ? 2 : 1;
  }
  return common > 0 && common * 2 >= alone ? "gb18030" : rare > alone ? "gb18030" : "windows-1252";
}
