/** Ligatures and signs that have no plain form by decomposition. */
const PLAIN: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  œ: 'oe',
  ł: 'l',
  '§': 'par. ',
};

/** Printable ASCII for topics and phones that take nothing else; what has no plain form becomes `?`. */
export function plainAscii(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/gu, (sign) => PLAIN[sign] ?? sign)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
}

/** At most `limit` characters; what is cut shows as `...`. For ASCII text. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 3).trimEnd()}...`;
}

/** One line, whatever somebody typed. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Text that chat clients show as it is: no mark-up, no mentions, no links of somebody else's making. */
export function chatText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/([*_~`[\]\\|])/g, '\\$1');
}
