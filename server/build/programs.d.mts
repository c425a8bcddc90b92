import type { Plugin } from 'esbuild';
import type { ProgramSource } from '../thread/programs.ts';

export const programs: Plugin;
export function programSources(): Readonly<Record<string, ProgramSource>>;
export function prepare(source: string, path: string): string;
export function twinLines(source: string, python: string, name: string): number[];
