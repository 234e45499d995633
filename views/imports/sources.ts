import type { Label } from '../../models/format.ts';
import type { SourceName } from '../../models/sources/incoming.ts';

/** What a person needs to know to fetch a file: what it holds, where it is, and what to do there. */
export interface SourceGuide {
  holds: Label;
  how: Label;
  /** The official page; null where the file is the person's own. */
  href: string | null;
}

/** One a source, in the order in which most people come. The longer text is `docs/imports/`. */
export const sourceGuides: Readonly<Record<SourceName, SourceGuide>> = {
  cordis: {
    holds: {
      en: 'Research projects of Horizon 2020, Horizon Europe and FP7, with participants, topics and legal bases.',
      nl: 'Onderzoeksprojecten van Horizon 2020, Horizon Europa en KP7, met deelnemers, onderwerpen en rechtsgrondslagen.',
    },
    how: {
      en: 'Open the data set of the programme, download "projects" as CSV (or XLSX, JSON), and give the .zip as it is: cordis-h2020projects-csv.zip, cordis-HORIZONprojects-csv.zip.',
      nl: 'Open de gegevensset van het programma, download "projects" als CSV (of XLSX, JSON) en geef de .zip zoals ze is: cordis-h2020projects-csv.zip, cordis-HORIZONprojects-csv.zip.',
    },
    href: 'https://data.europa.eu/',
  },
  cordisOld: {
    holds: {
      en: 'The same programmes as CORDIS published them until 2021: one table of 21 columns, and one of organisations.',
      nl: 'Dezelfde programma’s zoals CORDIS ze tot 2021 publiceerde: één tabel van 21 kolommen en één van organisaties.',
    },
    how: {
      en: 'For files you still have: cordis-h2020projects.csv, cordis-h2020organizations.csv.',
      nl: 'Voor bestanden die u nog hebt: cordis-h2020projects.csv, cordis-h2020organizations.csv.',
    },
    href: 'https://cordis.europa.eu/',
  },
  portal: {
    holds: {
      en: 'Calls and topics of every programme, with rounds, deadlines and budgets.',
      nl: 'Oproepen en onderwerpen van elk programma, met rondes, deadlines en budgetten.',
    },
    how: {
      en: 'Save the JSON answer of a search for calls, or of a topic’s page; one file may hold one answer or many.',
      nl: 'Bewaar het JSON-antwoord van een zoekopdracht naar oproepen, of van de pagina van een onderwerp; één bestand mag één antwoord bevatten of veel.',
    },
    href: 'https://ec.europa.eu/info/funding-tenders/opportunities/portal/',
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
    href: 'https://home-affairs.ec.europa.eu/',
  },
  own: {
    holds: {
      en: 'Any list you downloaded from callfolio as .xlsx or .csv and edited, or an empty workbook you filled in.',
      nl: 'Elke lijst die u uit callfolio hebt gedownload als .xlsx of .csv en bewerkt, of een leeg werkboek dat u hebt ingevuld.',
    },
    how: {
      en: 'Columns may be moved or taken out. A row that somebody changed here meanwhile becomes a conflict, never an overwrite.',
      nl: 'Kolommen mogen verplaatst of weggehaald zijn. Een rij die iemand hier intussen heeft gewijzigd, wordt een conflict en wordt nooit overschreven.',
    },
    href: null,
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
    href: null,
  },
};
