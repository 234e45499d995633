import { expect } from 'chai';
import { calls } from '../../../models/calls/call.ts';
import { projects } from '../../../models/projects/projects.ts';
import { readTyped } from '../../../routes/line/formInput.ts';
import { signedIn } from '../../support/app.ts';
import { useDatabase } from '../../support/database.ts';
import { readPage } from '../../support/page.ts';

const grant = { kind: 'grant', scope: 'in', title: 'A project' };

describe('A form with very many lines', () => {
  useDatabase();

  it('comes back with all 2,000 participants, and the countries once for all of them', async () => {
    const { post } = await signedIn('officer');
    const keys = Object.keys(projects.fields.participants.items ?? {});
    const lines = Array.from({ length: 2000 }, (_one, at) =>
      keys.map(key => [
        `participants.${at}.${key}`,
        key === 'country' ? 'NL' : key === 'name' ? `N${at}` : '',
      ]),
    );
    const { status, text } = await post('/projects', {
      ...grant,
      endsOn: 'soon',
      ...(Object.fromEntries(lines.flat()) as Record<string, string>),
    });
    expect(status).to.equal(422);
    const page = readPage(text);
    const control = page('[name="participants.1999.country"]');
    expect([control.val(), control.attr('list')]).to.deep.equal(['NL', 'field-participants-countries']);
    expect(page('[name="participants.1999.name"]').val()).to.equal('N1999');
    expect(page('option[value="NL"]')).to.have.length(1);
  });

  it('is refused with more lines than can be shown again in good time', async () => {
    const { post } = await signedIn('officer');
    const fields: Record<string, string> = { kind: 'call', identifier: 'X', title: 'T' };
    for (let at = 0; at < 4500; at += 1) fields[`rounds.${at % 500}.deadlines.${at % 9}.at`] = '2026-01-01';
    const { status, text } = await post('/calls', fields);
    expect(status).to.equal(413);
    expect(text).to.include('What was sent is too large.');
    expect(await calls.current.countDocuments({})).to.equal(0);
  });

  it('is read with its lists within lists, in the order of their numbers', () => {
    const lines = { 'rounds.2.note': 'c', 'rounds.0.deadlines.10.at': 'b', 'rounds.0.deadlines.9.at': 'a' };
    const { rounds } = readTyped(calls.fields, lines);
    const [first, second] = rounds as [{ deadlines: { at: string }[] }, { note: string }];
    expect(first.deadlines.map(({ at }) => at)).to.deep.equal(['a', 'b']);
    expect(second.note).to.equal('c');
  });
});
