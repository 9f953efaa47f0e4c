/**
 * Gives the reduced Elasticsearch what its own index of API keys asks for and it lacks: an analyzer
 * for the e-mail addresses of users. Nobody searches by them in tests, so that they stay whole.
 */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findJavaHome } from './find-java.ts';
import { elasticsearchHome, elasticsearchVersion } from './elasticsearch.ts';
import { runProgram } from './run-program.ts';

const source = `
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

public final class EmailAnalysis extends Plugin implements AnalysisPlugin {
  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    AnalysisProvider<TokenFilterFactory> none = (index, at, name, settings) -> unchanged(name);
    return Map.of("pattern_capture", none, "unique", none);
  }

  @Override
  public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
    return Map.of("uax_url_email", (index, at, name, settings) ->
        TokenizerFactory.newFactory(name, KeywordTokenizer::new));
  }

  private static TokenFilterFactory unchanged(String name) {
    return new TokenFilterFactory() {
      @Override public String name() { return name; }
      @Override public TokenStream create(TokenStream tokens) { return tokens; }
    };
  }
}
`;

const descriptor = [
  ...['name=email-analysis', 'description=for tests', 'version=1', 'classname=EmailAnalysis'],
  ...[`elasticsearch.version=${elasticsearchVersion}`, 'java.version=17'],
].join('\n');

/**
 * @param installed the server as it was fetched, which stays as it is.
 * @param into an empty folder that is there.
 * @returns what takes the place of `installed`.
 */
export async function addEmailAnalysis(installed: string, into: string): Promise<string> {
  const [from, home] = [elasticsearchHome(installed), elasticsearchHome(into)];
  const plugin = join(home, 'plugins/email-analysis');
  await mkdir(plugin, { recursive: true });
  // Its script goes by where it lies itself.
  await cp(join(from, 'bin'), join(home, 'bin'), { recursive: true });
  for (const name of ['lib', 'modules']) await symlink(join(from, name), join(home, name));
  const classes = join(into, 'classes');
  await writeFile(join(into, 'EmailAnalysis.java'), source);
  await writeFile(join(plugin, 'plugin-descriptor.properties'), `${descriptor}\n`);
  const jdk = (tool: string): string => join(findJavaHome(), 'bin', tool);
  await runProgram(jdk('javac'), [
    ...['-classpath', join(from, 'lib/*'), '-d', classes],
    join(into, 'EmailAnalysis.java'),
  ]);
  const jar = join(plugin, 'email-analysis.jar');
  await runProgram(jdk('jar'), ['--create', '--file', jar, '-C', classes, '.']);
  return into;
}
