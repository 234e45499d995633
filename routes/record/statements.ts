import { ExpectedError, invalid } from '../../models/values/errors.ts';
import { integer, type Fields, type Values } from '../../models/record/fields.ts';
import type { Noun } from '../../models/record/noun.ts';
import { rightTo } from '../line/right.ts';
import { presentMoment } from '../../models/query/query.ts';
import { saveRecord } from '../../models/record/record.ts';
import type { Statement } from '../../models/record/statement.ts';
import { keptToJsonOn } from '../../views/json.ts';
import { checkInput, refuseUnknown } from '../line/input.ts';
import { sayingWhatChanged } from '../line/stale.ts';
import { movedTo, type Input, type Route } from '../line/route.ts';
import { everything, visibleTo } from '../../models/record/visibleTo.ts';
import { getRequested } from '../line/written.ts';

const input: Input = {
  fields: { statement: integer({ en: 'Its place, from 0', nl: 'De plaats, vanaf 0' }, { required: true }) },
  isWhole: true,
};

/** `POST /…/:id/statements/use {statement}`: the stated value becomes the field's, and the one marked as used. */
export function statementRoute<F extends Fields, D>(noun: Noun<F, D>): Route {
  return {
    method: 'POST',
    path: `/${noun.path}/:id/statements/use`,
    right: rightTo('write', noun),
    says: {
      en: 'Use one of the stated values of a field',
      nl: 'Een van de vermelde waarden van een veld gebruiken',
    },
    input,
    output: { record: noun.name },
    needsVersion: true,
    handle: async (request, reader) => {
      const id = request.params['id'] ?? '';
      if (request.isApi) checkInput(input.fields, request.body, input.isWhole);
      const record = await getRequested(visibleTo(noun, everything), request);
      if (request.version === null) throw new ExpectedError('versionMissing', 'versionMissing');
      refuseUnknown(request, ['statement']);
      const whole: Values = record;
      const statements = whole['statements'] as Statement[];
      const chosen = request.body['statement'];
      const isNumber = typeof chosen === 'number' || (typeof chosen === 'string' && /^\d+$/.test(chosen));
      const visible = visibleTo(noun, reader);
      // The place is that among those the reader sees.
      const seen: Values = visible.see(record);
      const used = isNumber ? (seen['statements'] as Statement[])[Number(chosen)] : undefined;
      if (!used) throw new ExpectedError('notFound', 'notFound.page');
      const field = Object.hasOwn(noun.fields, used.field) ? noun.fields[used.field] : undefined;
      if (!field || field.kind === 'list') throw invalid([{ field: used.field, type: 'any.invalid' }]);
      const values = {
        ...checkInput(noun.fields, { [used.field]: used.value }, false),
        statements: statements.map(one =>
          one.field === used.field ? { ...one, isUsed: one === used } : one,
        ),
      };
      const change = request.change(`${used.field}: ${used.source}`.slice(0, 2000));
      const after = await sayingWhatChanged(noun, request, reader, () =>
        saveRecord(noun, { id, version: request.version, values }, change),
      );
      return movedTo(`/${noun.path}/${encodeURIComponent(id)}`, {
        notice: request.t('statement.nowUsed'),
        version: after.version,
        data: keptToJsonOn(visible, visible.see(after), presentMoment(request.now)),
      });
    },
  };
}
