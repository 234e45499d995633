import type { Call } from '../../models/calls/callFields.ts';
import type { Project } from '../../models/projects/project.ts';

/** A page of another site on the same thing. */
export interface LinkOut {
  /** The name of the site, the same in every language. */
  to: string;
  href: string;
}

const portal = 'https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen';
/** The research programmes whose projects CORDIS has, each with a DOI under the prefix of the Publications Office. */
const onCordis: readonly string[] = ['H2020', 'HORIZON'];

/** CORDIS and the DOI, where a research project's number is known. */
export function linksOfProject({
  programme,
  grantAgreement,
}: Pick<Project, 'programme' | 'grantAgreement'>): LinkOut[] {
  const isThere = programme !== null && onCordis.includes(programme);
  if (!isThere || grantAgreement === null || !/^\d{6,9}$/.test(grantAgreement)) return [];
  return [
    { to: 'CORDIS', href: `https://cordis.europa.eu/project/id/${grantAgreement}` },
    { to: 'DOI', href: `https://doi.org/10.3030/${grantAgreement}` },
  ];
}

/** The topic's page on the Funding & Tenders Portal. */
export const linksOfCall = ({ kind, identifier }: Pick<Call, 'kind' | 'identifier'>): LinkOut[] =>
  kind === 'topic'
    ? [
        {
          to: 'Funding & Tenders Portal',
          href: `${portal}/opportunities/topic-details/${encodeURIComponent(identifier)}`,
        },
      ]
    : [];

/** The participant register, by PIC. */
export const linksOfOrganisation = ({ pic }: { pic: string | null }): LinkOut[] =>
  pic !== null && /^\d{9}$/.test(pic)
    ? [{ to: 'Participant Register', href: `${portal}/how-to-participate/org-details/${pic}` }]
    : [];

/** The text on EUR-Lex, by its CELEX number, in a language. */
export const linksOfStrategy = ({ celex }: { celex: string | null }, language: string): LinkOut[] =>
  celex === null
    ? []
    : [
        {
          to: 'EUR-Lex',
          href: `https://eur-lex.europa.eu/legal-content/${language.toUpperCase()}/TXT/?uri=CELEX:${encodeURIComponent(celex)}`,
        },
      ];
