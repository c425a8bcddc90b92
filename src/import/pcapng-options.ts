/** The options at the end of a pcapng block: code, length, value, padded to four bytes. */
export interface Option {
  readonly code: number;
  readonly from: number;
  readonly to: number;
}

/** Up to the first that does not fit into [from, to). */
export function* options(
  bytes: Uint8Array,
  little: boolean,
  from: number,
  to: number,
): Generator<Option> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = from;
  while (to - at >= 4) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    if (code === 0 || length > to - at - 4) return;
    yield { code, from: at + 4, to: at + 4 + length };
    at += 4 + Math.ceil(length / 4) * 4;
  }
}

const decoder = new TextDecoder();

/** The options as texts, by their codes; of several with one code the first. */
export function optionTexts(
  bytes: Uint8Array,
  little: boolean,
  from: number,
  to: number,
): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const option of options(bytes, little, from, to)) {
    const text = decoder.decode(bytes.subarray(option.from, option.to));
    if (!texts.has(option.code)) texts.set(option.code, text.replace(/\0+$/, ''));
  }
  return texts;
}
