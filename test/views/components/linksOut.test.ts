import { expect } from 'chai';
import {
  linksOfCall,
  linksOfOrganisation,
  linksOfProject,
  linksOfStrategy,
} from '../../../views/components/linksOut.ts';

describe('links to other sites', () => {
  it('lead a research project to CORDIS and its DOI, and others nowhere', () => {
    const to = (programme: string | null, grantAgreement: string | null) =>
      linksOfProject({ programme, grantAgreement }).map(({ href }) => href);
    expect(to('H2020', '883341')).to.deep.equal([
      'https://cordis.europa.eu/project/id/883341',
      'https://doi.org/10.3030/883341',
    ]);
    expect(to('ISFP', '821841')).to.deep.equal([]);
    expect(to('HORIZON', null)).to.deep.equal([]);
    expect(to('HORIZON', '1/../2')).to.deep.equal([]);
  });

  it('lead topics, organisations with a PIC and strategies with a CELEX number to their pages', () => {
    const topic = linksOfCall({ kind: 'topic', identifier: 'SU-FCT02-2018' });
    expect(topic[0]?.href).to.match(/topic-details\/SU-FCT02-2018$/);
    expect(linksOfCall({ kind: 'call', identifier: 'SU-FCT02-2018' })).to.deep.equal([]);
    expect(linksOfOrganisation({ pic: '999978530' })[0]?.href).to.match(/org-details\/999978530$/);
    expect(linksOfOrganisation({ pic: null })).to.deep.equal([]);
    expect(linksOfStrategy({ celex: '52020DC0607' }, 'nl')[0]?.href).to.equal(
      'https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:52020DC0607',
    );
  });
});
