/** What the tidy checks read and what they answer. */

/** A file of the project: its path from the top with `/`, and its text (empty where binary). */
export interface TreeFile {
  readonly path: string;
  readonly text: string;
}

/** One broken rule. Lines count from 1; a rule about a whole file stands at line 1. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export function textFromFinding(finding: Finding): string {
  return `${finding.path}:${finding.line}: ${finding.message}`;
}
