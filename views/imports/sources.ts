import type { Label } from '../../models/values/format.ts';
import type { SourceName } from '../../models/sources/contract/incoming.ts';

/** What a person needs to know to fetch a file: what it holds, where it is, and what to do there. */
export interface SourceGuide {
  holds: Label;
  how: Label;
  /** The official pages, each with what it offers, a word that stands in both languages; none where the file is the person's own. */
  links: readonly { to: string; href: string }[];
}

/** Where the portal's own pages read what they show of a topic. */
const topicData = 'https://ec.europa.eu/info/funding-tenders/opportunities/data/topicDetails/';

/** One a source, in the order in which most people come. The longer text is `docs/imports/`. */
export const sourceGuides: Readonly<Record<SourceName, SourceGuide>> = {
  cordis: {
    holds: {
      en: 'Research projects of Horizon 2020, Horizon Europe and FP7, with participants, topics and legal bases.',
      nl: 'Onderzoeksprojecten van Horizon 2020, Horizon Europa en KP7, met deelnemers, onderwerpen en rechtsgrondslagen.',
    },
    how: {
      en: 'Open the data set of the programme, download “projects” as CSV (or XLSX, JSON), and give the .zip as it is, such as cordis-h2020projects-csv.zip.',
      nl: 'Open de gegevensset van het programma, download “projects” als CSV (of XLSX, JSON) en geef de .zip zoals ze is, bijvoorbeeld cordis-h2020projects-csv.zip.',
    },
    links: [
      {
        to: 'Horizon Europe',
        href: 'https://data.europa.eu/data/datasets/cordis-eu-research-projects-under-horizon-europe-2021-2027',
      },
      { to: 'Horizon 2020', href: 'https://data.europa.eu/data/datasets/cordish2020projects' },
      { to: 'FP7', href: 'https://data.europa.eu/data/datasets/cordisfp7projects' },
    ],
  },
  cordisOld: {
    holds: {
      en: 'The same programmes as CORDIS published them until 2021: one table of 21 columns, and one of organisations.',
      nl: 'Dezelfde programma’s zoals CORDIS ze tot 2021 publiceerde: één tabel van 21 kolommen en één van organisaties.',
    },
    how: {
      en: 'CORDIS no longer offers them. This is for files you still have: cordis-h2020projects.csv, cordis-h2020organizations.csv.',
      nl: 'CORDIS biedt ze niet meer aan. Dit is voor bestanden die u nog hebt: cordis-h2020projects.csv, cordis-h2020organizations.csv.',
    },
    links: [],
  },
  portal: {
    holds: {
      en: 'Calls and topics of every programme, with rounds, deadlines and budgets.',
      nl: 'Oproepen en onderwerpen van elk programma, met rondes, deadlines en budgetten.',
    },
    how: {
      en: `The data of a topic is at ${topicData} with its identifier in small letters and .json behind it: open that and save it. The JSON answer of a search is taken too.`,
      nl: `De gegevens van een onderwerp staan op ${topicData} met daarachter de identificatie in kleine letters en .json: open dat en bewaar het. Het JSON-antwoord van een zoekopdracht mag ook.`,
    },
    links: [
      {
        to: 'Funding & Tenders Portal',
        href: 'https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/calls-for-proposals',
      },
    ],
  },
  home: {
    holds: {
      en: 'Projects of the Internal Security Fund – Police and of AMIF.',
      nl: 'Projecten van het Fonds voor interne veiligheid – Politie en van AMIF.',
    },
    how: {
      en: 'Give the project list as you received it, as .xlsx or .csv. Names and addresses of contact persons in it are not kept.',
      nl: 'Geef de projectlijst zoals u ze kreeg, als .xlsx of .csv. Namen en adressen van contactpersonen erin worden niet bewaard.',
    },
    links: [{ to: 'DG HOME', href: 'https://home-affairs.ec.europa.eu/' }],
  },
  own: {
    holds: {
      en: 'Any list you downloaded from callfolio as .xlsx or .csv and edited, or an empty workbook you filled in.',
      nl: 'Elke lijst die u uit callfolio hebt gedownload als .xlsx of .csv en bewerkt, of een lege werkmap die u hebt ingevuld.',
    },
    how: {
      en: 'Columns may be moved or taken out. A row that somebody changed here meanwhile becomes a conflict, never an overwrite.',
      nl: 'Kolommen mogen verplaatst of weggehaald zijn. Een rij die iemand hier intussen heeft gewijzigd, wordt een conflict en wordt nooit overschreven.',
    },
    links: [],
  },
  table: {
    holds: {
      en: 'Any other table of projects, calls or organisations.',
      nl: 'Elke andere tabel van projecten, oproepen of organisaties.',
    },
    how: {
      en: 'A .csv or .xlsx with one line of headings. You say which column is which.',
      nl: 'Een .csv of .xlsx met één regel koppen. U zegt welke kolom wat is.',
    },
    links: [],
  },
};
