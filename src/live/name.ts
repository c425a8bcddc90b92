/**
 * The names of recordings and lessons in links. They become part of paths and file names: nothing
 * but these characters.
 */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
