import { findPython } from '../../server/cli/tools.ts';

/** The path of this machine's Python 3; fails the test with one sentence where there is none. */
export function python(): string {
  const found = findPython();
  if ('problem' in found) throw new Error(found.problem);
  return found.path;
}
