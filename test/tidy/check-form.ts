/** The forms of code that are not used here, and the comment every file begins with. */
import ts from 'typescript';
import type { Finding } from './finding.ts';
import type { Script } from './parse-script.ts';
import { findingAt, visitNodes } from './parse-script.ts';

export function checkForm(script: Script): Finding[] {
  const findings: Finding[] = [];
  if (!/^(#!.*\n)?\s*\/[/*]/.test(script.text)) {
    const message = 'begins without a comment that says what the file is for';
    findings.push({ path: script.path, line: 1, message });
  }
  visitNodes(script.source, (node) => {
    const message = faultOfNode(node, script.path);
    if (message !== undefined) findings.push(findingAt(script, node, message));
  });
  return findings;
}

function faultOfNode(node: ts.Node, path: string): string | undefined {
  if (ts.isEnumDeclaration(node)) return 'enum: use a union of literals';
  if (ts.isClassLike(node) && !holdsState(node)) return 'class without state: use functions';
  // The configuration files of tools are the exception: the tools read their default export.
  if (isDefaultExport(node) && !/^test\/[^/]+\.config\.[jt]s$/.test(path)) {
    return 'default export: export by name';
  }
  return undefined;
}

/** A class that extends another has the state of that one. */
function holdsState(node: ts.ClassLikeDeclaration): boolean {
  const heritage = node.heritageClauses ?? [];
  if (heritage.some((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)) return true;
  return node.members.some((member) => ts.isPropertyDeclaration(member));
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}
