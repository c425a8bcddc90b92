/** Bytes as a trace line has them (see `Chunk` in the trace format). */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** For each byte, 1 where it cannot stand in a JSON string as it is. */
const NEEDS_CARE = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);

/** True where the bytes can stand in a JSON string as they are: printable ASCII, no quote. */
export function isPlain(bytes: Uint8Array): boolean {
  let care = 0;
  for (let at = 0; at < bytes.length; at++) care |= NEEDS_CARE[bytes[at] as number] as number;
  return care === 0;
}

/** The same for a string. */
export function isPlainText(text: string): boolean {
  return !/[^ !#-[\]-~]/.test(text);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A chunk as a trace line has it: `"u":"…"` for valid UTF-8 with few control characters (at most
 * one byte in eight), else `"b":"…"` in base64.
 */
export function chunkField(bytes: Uint8Array): string {
  const text = readable(bytes);
  if (text !== undefined) return `"u":${JSON.stringify(text)}`;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return `"b":"${whole.toString('base64')}"`;
}

function readable(bytes: Uint8Array): string | undefined {
  let controls = 0;
  for (const byte of bytes) if (byte < 0x20 || byte === 0x7f) controls++;
  if (controls * 8 > bytes.length) return undefined;
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
