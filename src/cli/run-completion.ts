/** Runs `recount completion`: prints the script for a shell. */
import type { CommandPage } from './command-page.ts';
import { bashCompletion } from './completion/bash-completion.ts';
import { completionModel, type CompletionModel } from './completion/completion-model.ts';
import { fishCompletion } from './completion/fish-completion.ts';
import type { Shell } from './shells.ts';
import { zshCompletion } from './completion/zsh-completion.ts';
import type { Session } from './session.ts';

const scripts: Readonly<Record<Shell, (model: CompletionModel) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function runCompletion(
  { output }: Session,
  { shell, pages }: { readonly shell: Shell; readonly pages: readonly CommandPage[] },
): Promise<void> {
  await output.write(scripts[shell](completionModel(pages)));
}
