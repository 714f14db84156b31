import type { Texts } from "./en.ts";
import { plural } from "./formats.ts";

const counted = plural("de");

export const de: Texts = {
  greeting: (name) => (name === "" ? "Guten Tag," : `Guten Tag ${name},`),
  anItem: "ein Artikel",
  setPassword: "Neues Passwort festlegen",
  linkWorks: (until) => `Der Link funktioniert einmal, bis zum ${until}.`,
  nothingToDo: "Wenn Sie das waren, müssen Sie nichts tun.",
  ifNotYou:
    "Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, legen Sie bitte umgehend ein neues Passwort fest: Dadurch werden alle Geräte abgemeldet.",
  mistake: (shop) => `Wenn Sie das für einen Irrtum halten, wenden Sie sich bitte an ${shop}.`,
  payNow: "Jetzt bezahlen",
  seeOrder: "Bestellung ansehen",
  unsubscribe: "Solche E-Mails abbestellen",
  order: (number) => `Bestellung ${number}`,
  returnOf: (number) => `Rücksendung zur Bestellung ${number}`,
  banks: "Bei den meisten Banken dauert es 5 bis 10 Tage, bis der Betrag auf Ihrem Konto erscheint.",

  welcome: {
    subject: (shop) => `Willkommen bei ${shop}: Bitte bestätigen Sie Ihre Adresse`,
    title: (shop) => `Willkommen bei ${shop}`,
    intro: (shop) =>
      `Vielen Dank, dass Sie ein Konto bei ${shop} eingerichtet haben. Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört; die Seite fragt nach dem Passwort, das Sie gewählt haben.`,
    ifNotYou:
      "Wenn Sie kein Konto eingerichtet haben, ignorieren Sie diese E-Mail bitte: Vielleicht hat sich jemand bei der Adresse vertippt.",
  },
  verify: {
    subject: (shop) => `Bitte bestätigen Sie Ihre Adresse bei ${shop}`,
    title: "Bestätigen Sie Ihre Adresse",
    intro: (shop) =>
      `Bitte bestätigen Sie, dass diese E-Mail-Adresse zu Ihrem Konto bei ${shop} gehört; die Seite fragt nach Ihrem Passwort.`,
    button: "Diese Adresse bestätigen",
    ifNotYou: "Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail bitte.",
  },
  registered: {
    subject: (shop) => `Sie haben bereits ein Konto bei ${shop}`,
    title: "Sie haben bereits ein Konto",
    intro: (shop) =>
      `Jemand, vielleicht Sie selbst, wollte sich bei ${shop} mit dieser E-Mail-Adresse registrieren. Zu ihr gibt es schon ein Konto, und daran hat sich nichts geändert.`,
    ifYou:
      "Wenn Sie das waren, melden Sie sich bitte wie gewohnt an. Wenn Sie Ihr Passwort nicht mehr wissen, können Sie ein neues festlegen.",
    ifNotYou: "Wenn Sie das nicht waren, müssen Sie nichts tun.",
  },
  invitation: {
    subject: (shop) => `Ihr Konto bei ${shop}`,
    intro: (shop) => `${shop} hat ein Konto für Sie angelegt. Legen Sie ein Passwort fest, um zu beginnen.`,
  },
  reset: {
    subject: (shop) => `Neues Passwort für ${shop} festlegen`,
    intro: (shop) =>
      `Sie haben ein neues Passwort für Ihr Konto bei ${shop} angefordert. Hier können Sie es festlegen.`,
    ifNotYou:
      "Wenn Sie das nicht angefordert haben, ignorieren Sie diese E-Mail bitte: Ihr Passwort bleibt, wie es ist.",
  },
  leave: {
    subject: (shop) => `Ihr Konto bei ${shop}: Bitte bestätigen Sie die Änderung der Adresse`,
    title: "Bestätigen Sie die Änderung Ihrer Adresse",
    intro: (shop, email) =>
      `Jemand, der in Ihrem Konto bei ${shop} angemeldet ist, möchte dessen E-Mail-Adresse in ${email} ändern. Wenn Sie das sind, bestätigen Sie es bitte hier und mit dem Link, den wir an die neue Adresse geschickt haben.`,
    button: "Änderung bestätigen",
    without: "Ohne Ihre Bestätigung bleibt die Adresse, wie sie ist.",
    ifNotYou:
      "Wenn Sie das nicht sind, bestätigen Sie nicht. Womöglich kennt jemand anderes Ihr Passwort: Bitte legen Sie umgehend ein neues fest.",
  },
  take: {
    subject: (shop) => `Bestätigen Sie Ihre neue Adresse bei ${shop}`,
    title: "Bestätigen Sie Ihre neue Adresse",
    intro: (shop) =>
      `Jemand, hoffentlich Sie selbst, möchte diese E-Mail-Adresse für ein Konto bei ${shop} verwenden. Wenn Sie das sind, bestätigen Sie es bitte hier und mit dem Link, den wir an Ihre bisherige Adresse geschickt haben.`,
    ifNotYou:
      "Wenn Sie das nicht sind, ignorieren Sie diese E-Mail bitte: Ohne Ihre Bestätigung geschieht nichts.",
  },
  password: {
    subject: (shop) => `Ihr Passwort bei ${shop} wurde geändert`,
    title: "Ihr Passwort wurde geändert",
    what: (shop, time) => `Das Passwort Ihres Kontos bei ${shop} wurde am ${time} geändert.`,
  },
  device: {
    subject: (shop) => `Neue Anmeldung in Ihrem Konto bei ${shop}`,
    title: "Neue Anmeldung in Ihrem Konto",
    what: (shop, device, country, time) =>
      `Jemand hat sich am ${time} in Ihrem Konto bei ${shop} angemeldet, mit einem Gerät, das wir dort noch nicht gesehen haben: ${device}${country === undefined ? "" : ` (ungefährer Standort: ${country})`}.`,
    ifNotYou:
      "Wenn Sie das nicht waren, beenden Sie diese Sitzung bitte in der Liste der Sitzungen Ihres Kontos und legen Sie umgehend ein neues Passwort fest: Dadurch werden alle Geräte abgemeldet.",
    unknown: "ein unbekanntes Gerät",
    app: (system) => `eine App ${system}`,
    browser: (browser, system) => `${browser} ${system}`,
    systems: {
      iPhone: "auf einem iPhone",
      iPad: "auf einem iPad",
      Android: "unter Android",
      Windows: "unter Windows",
      Macintosh: "auf einem Mac",
      CrOS: "unter ChromeOS",
      Linux: "unter Linux",
    },
  },
  moved: {
    subject: (shop) => `Ihre Adresse bei ${shop} wurde geändert`,
    title: "Ihre Adresse wurde geändert",
    what: (shop, time) =>
      `Ihr Konto bei ${shop} hat seit dem ${time} eine andere E-Mail-Adresse. Von nun an schreiben wir an diese; dies ist die letzte E-Mail an die bisherige.`,
    ifNotYou: (shop) =>
      `Beide Adressen haben die Änderung bestätigt. Wenn Sie das nicht waren, wenden Sie sich bitte umgehend an ${shop} und ändern Sie das Passwort Ihres Postfachs.`,
  },
  factor: {
    happened: (shop, time) => `Dies geschah am ${time} in Ihrem Konto bei ${shop}.`,
    enabled: {
      title: "Ihr zweiter Faktor ist eingeschaltet",
      meaning: "Bei der Anmeldung wird jetzt auch nach einem Code Ihrer Authenticator-App gefragt.",
    },
    disabled: {
      title: "Ihr zweiter Faktor ist ausgeschaltet",
      meaning: "Bei der Anmeldung wird wieder nur nach dem Passwort gefragt.",
    },
    recovery_code_used: {
      title: "Ein Wiederherstellungscode wurde verwendet",
      meaning:
        "Der Code hat Ihre Authenticator-App ersetzt und ist nun verbraucht. Wenn nur noch wenige übrig sind, erzeugen Sie bitte in Ihrem Konto neue.",
    },
  },
  closed: {
    deactivated: {
      subject: (shop) => `Ihr Konto bei ${shop} wurde stillgelegt`,
      title: "Ihr Konto wurde stillgelegt",
      what: (shop, time) =>
        `Am ${time} wurde Ihr Konto bei ${shop} stillgelegt: Niemand kann sich mehr darin anmelden, und alle Geräte sind abgemeldet. Ihre Bestellungen sind davon nicht betroffen.`,
    },
    disabled: {
      subject: (shop) => `Ihr Konto bei ${shop} wurde gesperrt`,
      title: "Ihr Konto wurde gesperrt",
      what: (shop, time) =>
        `Am ${time} wurde Ihr Konto bei ${shop} vom Shop gesperrt: Niemand kann sich mehr darin anmelden, und alle Geräte sind abgemeldet. Ihre Bestellungen sind davon nicht betroffen.`,
    },
    reopen:
      "Wenn Sie es zurückhaben möchten oder es nicht selbst stillgelegt haben, legen Sie ein neues Passwort fest: Damit wird das Konto wieder geöffnet.",
  },
  apiKey: {
    subject: (shop) => `Für Ihr Konto bei ${shop} wurde ein neuer API-Schlüssel erstellt`,
    title: "Ein neuer API-Schlüssel wurde erstellt",
    byYou: (prefix, time) =>
      `Ein API-Schlüssel, der mit ${prefix} beginnt, wurde am ${time} von jemandem erstellt, der unter Ihrem Namen angemeldet war.`,
    byKey: (prefix, time) =>
      `Ein API-Schlüssel, der mit ${prefix} beginnt, wurde am ${time} mit einem anderen Ihrer API-Schlüssel erstellt.`,
    scopes: (until, scopes) =>
      `Er gilt ${until === undefined ? "bis zu seinem Widerruf" : `bis zum ${until}`} und erlaubt: ${scopes}.`,
    revoke:
      "Wenn Sie das nicht waren, widerrufen Sie ihn bitte und legen Sie umgehend ein neues Passwort fest: Dadurch werden alle Geräte abgemeldet.",
    revokeBoth:
      "Wenn Sie das nicht waren, widerrufen Sie bitte den anderen Schlüssel, wodurch beide ungültig werden, und legen Sie umgehend ein neues Passwort fest: Dadurch werden alle Geräte abgemeldet.",
  },
  cart: {
    subject: (shop) => `Ihr Warenkorb bei ${shop}`,
    title: "In Ihrem Warenkorb liegt noch etwas",
    holds: (shop) => `In Ihrem Warenkorb bei ${shop} liegt noch:`,
    more: (count) => `und ${count} weitere`,
    noHold:
      "Für Sie ist nichts zurückgelegt: Preise können sich ändern, und Artikel können bald ausverkauft sein.",
    button: (shop) => `Zu ${shop}`,
    why: (shop) =>
      `Sie erhalten diese E-Mail, einmal für diesen Warenkorb, weil Sie Neuigkeiten von ${shop} abonniert haben. Wenn Sie keine weiteren möchten, schalten Sie Neuigkeiten im Profil Ihres Kontos aus. E-Mails zu Ihren Bestellungen erhalten Sie weiterhin.`,
  },
  confirmation: {
    subject: (number, shop) => `Ihre Bestellung ${number} bei ${shop}`,
    intro: (number) =>
      `Vielen Dank für Ihre Bestellung ${number}. Wir haben Ihre Zahlung erhalten und machen die Ware versandfertig.`,
    subtotal: "Zwischensumme",
    discount: "Rabatt",
    shipping: (option) => (option === undefined ? "Versand" : `Versand (${option})`),
    tax: "Steuern",
    taxIncluded: "Enthaltene Steuern",
    total: "Gesamtsumme",
    shipsTo: "Lieferung an:",
  },
  tooLate: {
    subject: (number) => `Ihre Zahlung für die Bestellung ${number} wurde erstattet`,
    cancelled: (amount, number) =>
      `Ihre Zahlung von ${amount} für die Bestellung ${number} ging bei uns ein, nachdem die Bestellung storniert worden war.`,
    expired: (amount, number) =>
      `Ihre Zahlung von ${amount} für die Bestellung ${number} ging erst nach der Zeit bei uns ein, für die wir Ihre Artikel zurücklegen konnten; inzwischen sind sie verkauft.`,
    refunded: (amount) => `Wir haben Ihnen ${amount} über die von Ihnen verwendete Zahlungsart erstattet.`,
    sorry: "Das tut uns leid. Sie können gern erneut bestellen.",
  },
  note: {
    subject: (number, shop) => `Zu Ihrer Bestellung ${number} bei ${shop}`,
    intro: (number, shop) => `${shop} schreibt Ihnen zu Ihrer Bestellung ${number}:`,
  },
  change: {
    cancelled: (number) => `Ihre Bestellung ${number} wurde storniert`,
    partCancelled: (number) => `Ein Teil Ihrer Bestellung ${number} wurde storniert`,
    edited: (number) => `Ihre Bestellung ${number} wurde geändert`,
    weEdited: (number) => `Wir haben Ihre Bestellung ${number} geändert.`,
    instead: (item, now, before) => `${item}: ${now} statt ${before}`,
    address: "Sie geht jetzt an eine andere Adresse.",
    shipping: (option, price) => `Versand: ${option}, ${price}`,
    total: (now, before) => `Die Gesamtsumme beträgt jetzt ${now} statt ${before}.`,
    refund: (amount) => `Wir erstatten Ihnen ${amount} über die von Ihnen verwendete Zahlungsart.`,
    leftToPay: (amount) => `Noch zu bezahlen sind ${amount}.`,
    payDifference: (amount) =>
      `Bitte bezahlen Sie die Differenz von ${amount}: Danach versenden wir Ihre Bestellung.`,
    payable: (number, shop) => `Ihre Bestellung ${number} bei ${shop} kann jetzt bezahlt werden`,
    waits: (number) => `Ihre Bestellung ${number} wartet auf Ihre Zahlung.`,
    heldUntil: (time) => `Sie ist bis zum ${time} für Sie zurückgelegt.`,
    toPay: (amount) => `Zu bezahlen: ${amount}`,
  },
  parcel: {
    sent: (number, carrier) =>
      `Ihre Bestellung ${number} ist ${carrier === undefined ? "" : `mit ${carrier} `}unterwegs`,
    partSent: (number, carrier) =>
      `Ein Teil Ihrer Bestellung ${number} ist ${carrier === undefined ? "" : `mit ${carrier} `}unterwegs`,
    tracking: (number) => `Sendungsnummer: ${number}`,
    follow: "Sendung verfolgen",
    delivered: (number) => `Ihre Bestellung ${number} wurde zugestellt`,
    partDelivered: (number) => `Ein Teil Ihrer Bestellung ${number} wurde zugestellt`,
    wrong: "Fehlt etwas, oder stimmt etwas nicht? Dann antworten Sie bitte auf diese E-Mail.",
  },
  refund: {
    subject: (number) => `Ihre Erstattung zur Bestellung ${number}`,
    made: (amount, number) =>
      `Wir haben Ihnen ${amount} zu Ihrer Bestellung ${number} über die von Ihnen verwendete Zahlungsart erstattet.`,
  },
  returns: {
    requested: (number) => `Wir haben Ihren Rücksendewunsch zur Bestellung ${number} erhalten`,
    wish: (goods) => `Sie möchten zurücksenden: ${goods}.`,
    wait: "Wir prüfen das und melden uns wieder bei Ihnen. Bitte senden Sie vorher nichts zurück.",
    approved: (number) => `Ihre Rücksendung zur Bestellung ${number} ist genehmigt`,
    send: (goods) => `Bitte senden Sie uns: ${goods}.`,
    label: "Bitte bringen Sie dies auf dem Paket an:",
    rejected: (number) => `Ihr Rücksendewunsch zur Bestellung ${number}`,
    refused: (goods) => `Dies können wir nicht zurücknehmen: ${goods}.`,
    received: (number) => `Ihre Rücksendung zur Bestellung ${number} ist eingetroffen`,
    have: (goods) => `Bei uns eingetroffen: ${goods}. Wegen der Erstattung melden wir uns wieder bei Ihnen.`,
    refunding: (amount) =>
      `Wir erstatten Ihnen für Ihre Rücksendung ${amount} über die von Ihnen verwendete Zahlungsart.`,
    exchange: (number) => `Ihr Umtausch zur Bestellung ${number}`,
    exchanged: (number) =>
      `Wir senden Ihnen etwas anderes für das, was Sie zurückgesandt haben: Bestellung ${number}.`,
    free: "Sie müssen nichts bezahlen.",
    costs: (amount) => `Sie kostet ${amount} mehr; wir versenden sie, sobald dieser Betrag bezahlt ist.`,
    pay: (amount) => `${amount} bezahlen`,
  },
  staff: {
    refundFailed: (number) => `Eine Erstattung zur Bestellung ${number} ist fehlgeschlagen`,
    refundFailedTitle: (number) => `Erstattung fehlgeschlagen: Bestellung ${number}`,
    notMade: (amount, number, reason) =>
      `Die Erstattung von ${amount} zur Bestellung ${number} kam nicht zustande (${reason ?? "kein Grund genannt"}). Die Kundin oder der Kunde hat das Geld nicht erhalten.`,
    tryAgain:
      "Bitte sehen Sie sich die Zahlung an: Versuchen Sie es noch einmal, oder geben Sie das Geld auf andere Weise zurück.",
    disputed: (number) => `Die Zahlung der Bestellung ${number} wird angefochten`,
    disputedTitle: (number) => `Anfechtung: Bestellung ${number}`,
    disputes: (amount, number, reason) =>
      `Die Bank der Kundin oder des Kunden ficht ${amount} der Bestellung ${number} an (${reason}).`,
    evidence: (time) => `Belege können bis zum ${time} eingereicht werden.`,
    noSending:
      "Von der Bestellung wird nichts versandt, bis die Anfechtung abgeschlossen ist. Beantworten Sie sie im Dashboard von Stripe.",
    lapsed: (number) => `Die Autorisierung der Bestellung ${number} ist verfallen`,
    lapsedTitle: (number) => `Autorisierung verfallen: Bestellung ${number}`,
    released: (number) =>
      `Die Zahlung der Bestellung ${number} war autorisiert und wurde nicht rechtzeitig eingezogen: Die Bank hat das Geld freigegeben.`,
    keptBack:
      "Was noch nicht versandt ist, wird zurückgehalten, solange die Bestellung angehalten ist. Bitten Sie um eine neue Zahlung, oder stornieren Sie, was noch nicht versandt ist.",
    returnRequested: (number) => `Rücksendewunsch zur Bestellung ${number}`,
    toBeReturned: (goods) => `Zurückgesandt werden soll: ${goods}.`,
    wantsExchange: "Gewünscht wird etwas anderes statt des Geldes.",
    returnId: (id) => `Rücksendung ${id}`,
  },
  report: {
    lowSubject: (shop) => `Niedrige Bestände bei ${shop}`,
    lowTitle: "Niedrige Bestände",
    lowIntro: "Verfügbar sind weniger Stück als der eingestellte Schwellenwert:",
    left: (available, threshold) => `${available} (Schwellenwert ${threshold})`,
    more: "Das sind noch nicht alle.",
    daily: (shop, day) => `Umsatz bei ${shop} am ${day}`,
    weekly: (shop, from, to) => `Umsatz bei ${shop} vom ${from} bis zum ${to}`,
    dailyTitle: (day) => `Umsatz am ${day}`,
    weeklyTitle: (from, to) => `Umsatz vom ${from} bis zum ${to}`,
    noSales: "Es wurde nichts verkauft und nichts erstattet.",
    figures: (currency) => `In ${currency}:`,
    total: "Gesamtumsatz",
    refunds: "Erstattungen",
    net: "Nettoumsatz",
    orders: "Bestellungen",
    units: "Stück",
    newCustomers: "Neue Kundinnen und Kunden",
    average: "Durchschnittlicher Bestellwert",
    top: "Am meisten verkauft:",
    gone: "ein gelöschtes Produkt",
    sold: (units, shown, revenue) => `${counted(units, "ein Stück", `${shown} Stück`)}, ${revenue}`,
    opsSubject: (shop) => `Bei ${shop} ist etwas zu klären`,
    opsTitle: "Bitte ansehen",
    alerts: (count) => counted(count, "Eine offene Meldung:", `${count} offene Meldungen:`),
    deadLetters: (count) =>
      counted(
        count,
        "Ein Ereignis konnte nicht zugestellt werden:",
        `${count} Ereignisse konnten nicht zugestellt werden:`,
      ),
    jobs: (count) => counted(count, "Ein Job schlägt fehl:", `${count} Jobs schlagen fehl:`),
    times: (count) => counted(count, "einmal", `${count}-mal`),
    since: (what, time) => `${what}, seit dem ${time}`,
  },
};
