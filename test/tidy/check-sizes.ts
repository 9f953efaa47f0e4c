/** Sizes of files, lines and functions, and how deep functions nest, against limits.json. */
import ts from 'typescript';
import type { Finding } from './finding.ts';
import limits from './limits.json' with { type: 'json' };
import type { Script } from './parse-script.ts';
import { findingAt, visitNodes } from './parse-script.ts';

export function checkSizes(script: Script): Finding[] {
  return [...checkLines(script), ...checkFunctions(script), ...checkNesting(script)];
}

function checkLines(script: Script): Finding[] {
  const { path } = script;
  const lines = script.text.replace(/\n$/, '').split('\n');
  const linesMax = isTest(path) ? limits.fileLines.test : limits.fileLines.src;
  const findings: Finding[] = [];
  if (lines.length > linesMax) {
    findings.push({ path, line: 1, message: `${lines.length} lines, the limit is ${linesMax}` });
  }
  const freeLines = isTest(path) ? linesInsideTemplates(script) : new Set<number>();
  for (const [index, text] of lines.entries()) {
    const columns = [...text].length;
    if (columns <= limits.lineColumns || freeLines.has(index + 1)) continue;
    const message = `${columns} columns, the limit is ${limits.lineColumns}`;
    findings.push({ path, line: index + 1, message });
  }
  return findings;
}

/** Lines of template texts: an expected message cannot be broken where it does not break itself. */
function linesInsideTemplates({ source }: Script): ReadonlySet<number> {
  const inside = new Set<number>();
  visitNodes(source, (node) => {
    if (!ts.isNoSubstitutionTemplateLiteral(node) && !ts.isTemplateExpression(node)) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.end).line;
    // The line the template begins on is code; those that follow are its text.
    for (let line = first + 1; line <= last; line += 1) inside.add(line + 1);
  });
  return inside;
}

function checkFunctions(script: Script): Finding[] {
  const findings: Finding[] = [];
  visitNodes(script.source, (node) => {
    if (!ts.isFunctionLike(node) || (isTest(script.path) && isGroupOfTests(node))) return;
    const { source } = script;
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const lines = source.getLineAndCharacterOfPosition(node.end).line - first + 1;
    if (lines <= limits.functionLines) return;
    const name = nameOfFunction(node);
    const message = `${name} has ${lines} lines, the limit is ${limits.functionLines}`;
    findings.push(findingAt(script, node, message));
  });
  return findings;
}

/** `describe(name, () => { … })`: a list of tests, each of which is counted by itself. */
function isGroupOfTests(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node.parent) && node.parent.expression.getText().startsWith('describe')
  );
}

function nameOfFunction(node: ts.SignatureDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  if (ts.isVariableDeclaration(node.parent)) return node.parent.name.getText();
  return 'this function';
}

/** Counts as eslint's max-depth does: `else if` goes no deeper, and a function begins anew. */
function checkNesting(script: Script): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ts.Node, outerLevel: number): void => {
    const level = levelInside(node, outerLevel);
    if (level > limits.nestingLevels && level > outerLevel) {
      const message = `nested ${level} levels deep, the limit is ${limits.nestingLevels}`;
      findings.push(findingAt(script, node, message));
    }
    ts.forEachChild(node, (child) => visit(child, level));
  };
  visit(script.source, 0);
  return findings;
}

function levelInside(node: ts.Node, outerLevel: number): number {
  if (ts.isFunctionLike(node)) return 0;
  const isElseIf = ts.isIfStatement(node) && ts.isIfStatement(node.parent);
  const isBranch = ts.isIfStatement(node) || ts.isSwitchStatement(node) || ts.isTryStatement(node);
  const opensLevel = isBranch || ts.isIterationStatement(node, false);
  return opensLevel && !isElseIf ? outerLevel + 1 : outerLevel;
}

function isTest(path: string): boolean {
  return path.startsWith('test/');
}
