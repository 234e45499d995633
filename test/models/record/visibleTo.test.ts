import { expect } from 'chai';
import { importables } from '../../../models/nouns.ts';
import { list, text, type Fields } from '../../../models/record/fields.ts';
import { visibleFields, openly } from '../../../models/record/visibleTo.ts';

const label = { en: 'Secret', nl: 'Geheim' };

describe('A field that takes a right', () => {
  const hiddenOf = (fields: Fields) =>
    Object.keys(fields).filter(key => !Object.hasOwn(visibleFields(fields, openly), key));

  it('is none of what an import can bring, whose report tells of every field', () => {
    const hidden = Object.values(importables).flatMap(({ noun }) => hiddenOf(noun.fields));
    expect(hidden).to.deep.equal([]);
    const lying = { open: text(label), secret: text(label, { right: 'user:read' }) };
    expect(hiddenOf(lying)).to.deep.equal(['secret']);
  });

  it('is not a part of a list, which is seen or hidden whole', () => {
    expect(() => list(label, { secret: text(label, { right: 'user:read' }) })).to.throw(
      'name it on the list',
    );
    expect(() => list(label, { open: text(label) }, { right: 'user:read' })).to.not.throw();
  });
});
