/** What is wrong, or noteworthy, with an amount of a file that every source reads alike. */
export const importAmountTexts = {
  importAmount: {
    rounded: {
      en: 'The file states {{stated}}, more exactly than to the cent. It is taken as {{taken}}; correct it in the file if that is not meant.',
      nl: 'Het bestand vermeldt {{stated}}, nauwkeuriger dan op de cent. Het is overgenomen als {{taken}}; verbeter het in het bestand als dat niet is bedoeld.',
    },
    cellCurrency: {
      en: 'This cell says another currency ({{says}}), and amounts are kept in euro. Convert it to euro in the file, or leave the column out.',
      nl: 'Deze cel vermeldt een andere munt ({{says}}), en bedragen worden in euro bewaard. Reken het in het bestand om naar euro, of laat de kolom weg.',
    },
    cellUnit: {
      en: 'This amount is in another unit than euro ({{says}}). Write it in euro in the file, such as 1500000 for 1.5 million.',
      nl: 'Dit bedrag staat in een andere eenheid dan euro ({{says}}). Schrijf het in het bestand in euro, zoals 1500000 voor 1,5 miljoen.',
    },
    headingCurrency: {
      en: 'The heading says another currency ({{says}}), and amounts are kept in euro. Convert the column to euro in the file and correct its heading, or leave it out.',
      nl: 'De kop vermeldt een andere munt ({{says}}), en bedragen worden in euro bewaard. Reken de kolom in het bestand om naar euro en verbeter de kop, of laat haar weg.',
    },
    headingUnit: {
      en: 'The heading says that these amounts are in another unit than euro ({{says}}). Write the amounts in euro in the file and correct the heading, or leave the column out.',
      nl: 'De kop zegt dat deze bedragen in een andere eenheid dan euro staan ({{says}}). Schrijf de bedragen in het bestand in euro en verbeter de kop, of laat de kolom weg.',
    },
    columnCurrency: {
      en: 'The column “{{column}}” says another currency in this row ({{says}}), and amounts are kept in euro. Convert the row to euro in the file, or leave it out.',
      nl: 'De kolom “{{column}}” vermeldt in deze rij een andere munt ({{says}}), en bedragen worden in euro bewaard. Reken de rij in het bestand om naar euro, of laat haar weg.',
    },
    columnUnit: {
      en: 'The column “{{column}}” says that the amounts of this row are in another unit than euro ({{says}}). Write them in euro in the file, or leave the row out.',
      nl: 'De kolom “{{column}}” zegt dat de bedragen in deze rij in een andere eenheid dan euro staan ({{says}}). Schrijf ze in het bestand in euro, of laat de rij weg.',
    },
    twoCurrencies: {
      en: 'The heading says euro and the column “{{column}}” says {{says}}. The amount is taken as euro; correct it if it is not.',
      nl: 'De kop zegt euro en de kolom “{{column}}” zegt {{says}}. Het bedrag is als euro overgenomen; verbeter het als dat niet klopt.',
    },
  },
} as const;
