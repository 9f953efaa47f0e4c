/** Parses a TypeScript or JavaScript file and collects what it imports. */
import ts from 'typescript';
import type { Finding, TreeFile } from './finding.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased by the compiler, so it loads nothing. */
  readonly isTypeOnly: boolean;
  /** For a relative import the path from the top, else undefined. */
  readonly target: string | undefined;
}

export interface Script {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
  readonly imports: readonly Import[];
}

export function scriptFromFile(file: TreeFile): Script {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return { ...file, source, imports: importsFromSource(source) };
}

/** A finding at the first character of a node, comments before it left out. */
export function findingAt(script: Script, node: ts.Node, message: string): Finding {
  return { path: script.path, line: lineFromNode(script.source, node), message };
}

/** Visits every node below, parents first. */
export function visitNodes(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child);
    visitNodes(child, visit);
  });
}

function lineFromNode(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

function importsFromSource(source: ts.SourceFile): readonly Import[] {
  const imports: Import[] = [];
  visitNodes(source, (node) => {
    const specifier = specifierFromNode(node);
    if (specifier === undefined) return;
    const isTypeOnly = isTypeImport(node);
    const line = lineFromNode(source, node);
    const target = targetFromSpecifier(source.fileName, specifier);
    imports.push({ specifier, line, isTypeOnly, target });
  });
  return imports;
}

/** The module named by `import … from`, `export … from`, `import()`, `require()` or a type. */
function specifierFromNode(node: ts.Node): string | undefined {
  let name: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    name = node.argument.literal;
  } else if (ts.isCallExpression(node) && isLoader(node.expression)) name = node.arguments[0];
  return name !== undefined && ts.isStringLiteralLike(name) ? name.text : undefined;
}

function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

function isTypeImport(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ?? false;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportTypeNode(node);
}

/** Compiled to WebAssembly by a compiler that takes imports without the ending of a file only. */
const assembly = /\/assembly\//;

function targetFromSpecifier(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = new URL(specifier, `file:///${from}`).pathname.slice(1);
  return assembly.test(from) ? `${target}.ts` : target;
}
