import type { LibraryHandle } from 'koffi';

/** The foreign function library, loaded at run time because it may be missing. */
export type Koffi = typeof import('koffi');
export type Library = LibraryHandle;

/** A C function whose arguments and result are numbers and memory. */
export type KoffiFunction = (
  ...values: readonly (number | bigint | string | ArrayBufferView | undefined)[]
) => number;
