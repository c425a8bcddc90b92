import type { Finding } from '../../analysis/diagnosis-report.ts';

/** "2 problems and 1 note", or that there is nothing to say. */
export function summary(findings: readonly Pick<Finding, 'severity'>[]): string {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const notes = findings.length - problems;
  const parts = [count(problems, 'problem'), count(notes, 'note')].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing unusual was found.' : `${parts.join(' and ')}.`;
}

function count(number: number, what: string): string {
  if (number === 0) return '';
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
