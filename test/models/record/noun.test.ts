import { expect } from 'chai';
import { unsearched } from '../../../models/record/noun.ts';
import { nouns } from '../../../models/nouns.ts';

describe('The fields of every noun', () => {
  it('have no name under which its search entries are stored', () => {
    const taken = Object.values(nouns).flatMap(({ name, fields }) =>
      Object.keys(fields)
        .filter(key => Object.hasOwn(unsearched, key))
        .map(key => `${name}.${key}`),
    );
    expect(taken).to.deep.equal([]);
  });
});
