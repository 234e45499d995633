import { fieldNamed } from '../../models/record/fields.ts';
import { callfolioItself } from '../../models/record/noun.ts';
import { nouns } from '../../models/nouns.ts';
import { loadReference } from '../../models/reference/loadReference.ts';
import { totalOf, type LoadedRecord } from '../../models/reference/loads.ts';
import type { Output } from './cliOutput.ts';
import { translator } from '../../views/locales/index.ts';

/** `reference load`: brings up to date what nobody changed, and prints what that was, a record a line. */
export async function runReferenceLoad({ print, tell }: Output): Promise<void> {
  const report = await loadReference({
    by: callfolioItself,
    source: { kind: 'reference' },
    reason: 'command line',
    at: new Date(),
  });
  for (const record of report.records) print(lineOf(record));
  tell(translator('en')('home.referenceLoaded', { ...totalOf(report) }));
}

function lineOf({ noun, name, outcome, changed, kept }: LoadedRecord): string {
  const { label, fields } = nouns[noun];
  const named = (keys: readonly string[]) =>
    keys.map(key => fieldNamed(fields, key)?.label.en ?? key).join(', ');
  const said = [
    outcome === 'created' ? 'new' : changed.length > 0 && `changed: ${named(changed)}`,
    kept.length > 0 && `kept: ${named(kept)}`,
  ];
  return [label.one.en, name, said.filter(Boolean).join('; ')].join('  ');
}
