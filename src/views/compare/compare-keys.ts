/** The step that a key asks for; undefined for keys that are not ours. */
export function stepFor(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  step: number,
  rows: number,
): number | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case 'ArrowRight':
    case 'PageDown':
      return step + 1;
    case 'ArrowLeft':
    case 'PageUp':
      return step - 1;
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}
