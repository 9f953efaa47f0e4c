/** Runs `recount completion`: prints the script for a shell. */
import type { Shell } from './commands/completion.ts';
import { commandPages } from './commands/all-commands.ts';
import { bashCompletion } from './completion/bash-completion.ts';
import { completionModel, type CompletionModel } from './completion/completion-model.ts';
import { fishCompletion } from './completion/fish-completion.ts';
import { zshCompletion } from './completion/zsh-completion.ts';
import type { Session } from './session.ts';

const scripts: Readonly<Record<Shell, (model: CompletionModel) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export async function runCompletion({ output }: Session, shell: Shell): Promise<void> {
  await output.write(scripts[shell](completionModel(commandPages)));
}
