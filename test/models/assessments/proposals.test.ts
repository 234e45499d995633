import { expect } from 'chai';
import { proposalsOfSources } from '../../../models/assessments/proposals.ts';
import type { Statement } from '../../../models/record/statement.ts';

const statement = (over: Partial<Statement>): Statement => ({
  field: 'supports',
  value: 'S-1.2',
  source: 'CORDIS, page of a project',
  url: 'https://example.org/project',
  confidence: 'inferred',
  isUsed: false,
  note: 'its objective says so\nhttps://example.org/further',
  ...over,
});

describe('proposalsOfSources', () => {
  it('gives one proposal for each initiative that an unused statement names, with its words and places', () => {
    const proposals = proposalsOfSources([statement({ value: 'S-1.2; S-1.3' })]);
    expect(proposals.map(({ initiative, from }) => [initiative, from])).to.deep.equal([
      ['S-1.2', 'CORDIS, page of a project'],
      ['S-1.3', 'CORDIS, page of a project'],
    ]);
    expect(new Set(proposals.map(({ key }) => key)).size).to.equal(2);
    // What it means is for a person to say.
    expect(proposals[0]?.link).to.deep.equal({
      initiative: 'S-1.2',
      source: 'CORDIS, page of a project',
      justification: 'its objective says so',
    });
    expect(proposals[0]?.source).to.deep.equal({
      confidence: 'inferred',
      places: ['https://example.org/project', 'https://example.org/further'],
    });
  });

  it('proposes nothing of what is used, of another field, of no value or of hearsay', () => {
    const none = [
      statement({ isUsed: true }),
      statement({ field: 'title' }),
      statement({ value: null }),
      statement({ value: 'several' }),
      statement({ confidence: 'unverified' }),
      statement({ confidence: 'notFound' }),
    ];
    for (const one of none) expect(proposalsOfSources([one]), JSON.stringify(one)).to.deep.equal([]);
  });
});
