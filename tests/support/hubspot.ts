/** CSV files as HubSpot exports them: its headers, ids, dates in the account's zone, quotes, semicolons, other scripts. */

const quoted = (cell: string): string =>
  /[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const lines = (rows: string[][]): string => rows.map((row) => row.map(quoted).join(',')).join('\n');
const pick = <One>(all: readonly One[], at: number): One => all[at % all.length] as One;

const FIRST = ['Ana', 'Björn', 'Zoë', '美咲', 'Иван', 'José', 'نور', 'Chloë', "D'Arcy", 'Łukasz'];
const LAST = [
  'Lopes',
  'Öztürk',
  '田中',
  'Петров',
  'García; Márquez',
  'O’Neill',
  'الفاسي',
  'Núñez',
  'Smith "Smithy" Jr',
  'Žižek',
];
const SUBJECTS = [
  'Meter shows no reading',
  'Rechnung für März; bitte prüfen',
  '東京のセンサーが切れた',
  'He said "it beeps"',
  'Счёт не приходит',
];
const STATUSES = ['New', 'Waiting on contact', 'Waiting on us', 'Closed', 'Closed', 'Closed'];
const date = (at: number): string =>
  new Date(Date.UTC(2024, 0, 1) + at * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export const companyId = (at: number): string => String(7_000_000_000 + at);
export const contactId = (at: number): string => String(51_000_000 + at);
export const ticketId = (at: number): string => String(900_100_000 + at);

export function hubspotCompanies(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => [
    companyId(at),
    `${pick(LAST, at)} Works ${at}`,
    at % 50 === 7 ? 'gmail.com' : `works-${at}.example`,
    pick(['Lisbon', 'München', '大阪'], at),
    date(at),
    // The parent of the first stands behind it in the file.
    at % 20 === 1 ? companyId(at - 1) : '',
  ]);
  return lines([
    [
      'Record ID',
      'Company name',
      'Company Domain Name',
      'City',
      'Create Date',
      'Parent Company ID',
    ],
    ...rows,
  ]);
}

export function hubspotContacts(count: number, companies: number): string {
  const rows = Array.from({ length: count }, (_, at) => [
    contactId(at),
    pick(FIRST, at),
    pick(LAST, at * 7),
    `person${at}@works-${at % companies}.example`,
    at % 5 === 0 ? '' : `+351 21 ${String(1000 + at)}`,
    pick(['Engineer', 'Head of "Energy"; facilities', ''], at),
    at % 9 === 0 ? `second${at}@private.example;third${at}@private.example` : '',
    pick(['en', 'pt-BR', 'Français', ''], at),
    date(at),
    at % 11 === 0 ? '' : companyId(at % companies),
    `Works ${at % companies}`,
  ]);
  return lines([
    [
      'Record ID',
      'First Name',
      'Last Name',
      'Email',
      'Phone Number',
      'Job Title',
      'Additional email addresses',
      'Preferred language',
      'Create Date',
      'Associated Company IDs (Primary)',
      'Associated Company (Primary)',
    ],
    ...rows,
  ]);
}

export function hubspotTickets(
  count: number,
  contacts: number,
  companies: number,
  from = 0,
): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const at = from + index;
    const status = pick(STATUSES, at);
    const contact = at % contacts;
    return [
      ticketId(at),
      `${pick(SUBJECTS, at)} ${at}`,
      `Since this morning the display stays dark.\nWe restarted it twice, checked the cable; "no success".\nRow ${at}`,
      'Support Pipeline',
      status,
      pick(['Low', 'Medium', 'High', 'Urgent', ''], at),
      pick(['Product issue', 'Billing issue', 'General inquiry', ''], at),
      pick(['Email', 'Chat', 'Form', 'Phone'], at),
      pick(['Mara Berg', 'Somebody Else', ''], at),
      date(at),
      status === 'Closed' ? date(at + 5) : '',
      date(at + 5),
      companyId(contact % companies),
      `Works ${contact % companies}`,
      at % 10 === 3
        ? `${contactId(contact)};${contactId((contact + 1) % contacts)}`
        : contactId(contact),
      '',
    ];
  });
  return lines([
    [
      'Ticket ID',
      'Ticket name',
      'Ticket description',
      'Pipeline',
      'Ticket status',
      'Priority',
      'Category',
      'Source',
      'Ticket owner',
      'Create date',
      'Close date',
      'Last activity date',
      'Associated Company IDs (Primary)',
      'Associated Company (Primary)',
      'Associated Contact IDs',
      'Date entered "Waiting on us (Support Pipeline)"',
    ],
    ...rows,
  ]);
}
