const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words in which files say that amounts are not in whole euro, without accents and in lower case unless said otherwise. */
export const otherUnitWords = {
  /** ISO 4217 in capitals; such as no heading says anything else with. */
  codes: list(`
    AED AFN AMD AOA AUD AWG AZN BBD BDT BGN BHD BIF BMD BND BRL BSD BTN BWP BYN BZD CAD CHF CNY CRC CVE CZK DJF DKK DZD
    EGP FJD FKP GBP GEL GHS GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR INR IQD IRR ISK JMD JOD JPY KGS KHR KMF KPW KRW
    KWD KYD KZT LBP LKR LRD LSL LYD MDL MGA MKD MMK MNT MRU MVR MWK MXN MYR MZN NGN NIO NOK NPR NZD OMR PGK PKR PLN PYG
    QAR RSD RUB RUR RWF SBD SEK SGD SHP SRD SSP SVC SYP SZL THB TJS TMT TND TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL ATS BEF EEK FIM FRF ITL LTL LUF LVL MTL NLG SKK BGL YUM CSK
  `),
  /** Codes that are words or abbreviations too: only in brackets, behind "in", or alone. */
  codesThatAreWords: list(`
    ALL TOP TRY CUP MAD PEN BOB COP SOS ANG LAK MOP BAM PHP ARS CLP SCR ETB NAD KES MUR SAR ERN STN GIP CDF DOP PAB SLE
    RON ESP GRD PTE IEP SIT CYP DEM SDG ROL TRL ILS DM
  `),
  signs: list('zl kc kr лв lei ден руб грн'),
  /** As written: in brackets, behind "in", alone, or in a number format. */
  shortSigns: list('Ft Fr SFr sFr TL kn KN KM din Din DIN Lt Ls Rs Lek lek'),
  currencies: list(`
    pound pounds sterling dollar dollars dolar dolares dolara dolari franc francs franken frank krona kronor kronur
    krone kroner kronen kroon koruna korun koruny zloty zlote zlotych zlotys forint forints leu lev leva levs kuna kune
    kunas lira liras ruble rubles rouble roubles roebel rubel рубл yen yuan renminbi rupee rupees hryvnia hrivna grivna
    dinar dinara dinars denar denari dirham dirhams peso pesos pond ponden gulden tkr mkr kkr tsek msek ksek kusd musd kgbp mgbp tgbp tusd kchf tchf mchf shekel shekels rand pfund
    лева левове фунт фунта долар долара λιρα λιρες δολαρια
  `),
  localCurrency:
    /(?:local|national|foreign|original|own|domestic) currency|(?:landes|fremd)wahrung|(?:lokale|nationale|vreemde|eigen) (?:munt|valuta)|(?:monnaie|devise) (?:locale|nationale)|(?:moneda|moeda) (?:local|nacional)|valuta (?:locale|nazionale|lokalna|krajowa)|waluta krajowa/,
  factors: list(`
    thousand thousands duizend duizenden duizendtal duizendtallen tausend tausende tausenden tsd millier milliers mille
    migliaia mila miles milhares tysiac tysiace tysiecy tys tisic tisice tisicu tis ezer mii tusen tusind tusinde tuhat
    tuhatta tuhansia tuhansissa tuhandetes tukst tukstanciai tukstanciais tukstosos tukstosi tisoc tisuc tisuca
    tisucama хил хиляди тис тыс тысяч χιλ χιλιαδες χιλιαδεσ
    million millions mio mln mill mil mn miljoen miljoenen millionen millioner milion miliony milionow milionu milioane
    milionai milijon milijonih milijuna milijunima miljon miljoner miljoonaa miljonites miljonit miljons miljonos milj
    millions milioni milione millon millones milhao milhoes milio milja млн милион милиона милиони εκατ εκατομμυρια
    billion billions bn miljard miljarden milliard milliards milliarde milliarden mrd mld mia miliard miliardy miliardi
    miliarde miliardow miljardi miljardit млрд милиарда δισ
    cent cents centen eurocent eurocents
    keur meur teur geur keuro meuro teuro mioeur mlneur mneur tsdeur eurk eurm eurmn eurbn eurmio eurmln
    lakh lakhs crore crores
  `),
} as const;
