/** Input sets, rules and run records of a folder store: one JSON file each. */
import { compareTexts } from '../../base/bytes.ts';
import { DataError } from '../../base/errors.ts';
import { inputSetFromObjects } from '../../model/input-set.ts';
import type { InputSet } from '../../model/input-set.ts';
import type { RunRecord } from '../../model/run-record.ts';
import type { SiteRules } from '../../model/rules.ts';
import type { StoreDocuments } from '../store.ts';
import { makeFolder } from './durable-files.ts';
import { documentPath, documentsFolder } from './folder-layout.ts';
import { namesIn, readJson, writeJson, writeJsonOnce } from './json-files.ts';
import { textFromName } from './safe-names.ts';

export function folderDocuments(root: string): StoreDocuments {
  return {
    async writeInputSet(set) {
      await makeFolder(documentsFolder(root, 'inputs'));
      await writeJsonOnce(documentPath(root, 'inputs', set.digest), set);
    },
    readInputSet: (digest) => readInputSet(root, digest),
    async writeRules(digest, rules) {
      await makeFolder(documentsFolder(root, 'rules'));
      await writeJsonOnce(documentPath(root, 'rules', digest), rules);
    },
    readRules: (digest) => readJson<SiteRules>(documentPath(root, 'rules', digest)),
    async writeRun(record) {
      await makeFolder(documentsFolder(root, 'runs'));
      await writeJson(documentPath(root, 'runs', record.run), record);
    },
    readRun: (run) => readJson<RunRecord>(documentPath(root, 'runs', run), 1),
    listRuns: () => listRuns(root),
  };
}

async function readInputSet(root: string, digest: string): Promise<InputSet | undefined> {
  const path = documentPath(root, 'inputs', digest);
  const set = await readJson<InputSet>(path);
  if (set === undefined || inputSetFromObjects(set.objects).digest === digest) return set;
  throw new DataError(`${path} is damaged: its content has another digest than its name`, {
    hint: 'remove it and rebuild the periods whose manifests name it',
  });
}

async function* listRuns(root: string): AsyncIterable<string> {
  const names = await namesIn(documentsFolder(root, 'runs'));
  const runs = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => textFromName(name.slice(0, -'.json'.length)))
    .filter((run) => run !== undefined);
  yield* runs.sort((a, b) => compareTexts(b, a));
}
