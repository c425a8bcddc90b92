type NameOf = (code: number) => string | undefined;

/** Unicode's names, loaded when the first is asked for: they are larger than the whole page. */
class CharacterNames {
  #nameOf = $state.raw<NameOf>();
  #asked = false;

  /** "LATIN SMALL LETTER E WITH ACUTE"; undefined until the names are there. */
  of(code: number): string | undefined {
    if (!this.#asked) void this.#load();
    return this.#nameOf?.(code);
  }

  async #load(): Promise<void> {
    this.#asked = true;
    try {
      const { unicodeReadableName } = await import('unicode-name');
      this.#nameOf = unicodeReadableName;
    } catch {
      // The page's server is gone: the code point is shown without its name, until asked again.
      this.#asked = false;
    }
  }
}

export const characterNames = new CharacterNames();
