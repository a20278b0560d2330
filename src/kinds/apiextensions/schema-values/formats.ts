import { isIPv6 } from 'node:net';
import { parseGoDuration } from '../../../base/go-duration.ts';
import { canonicalCidr, parsesAsIp } from '../../ip-validation.ts';

const matching =
  (pattern: RegExp): ((text: string) => boolean) =>
  (text) =>
    pattern.test(text);

const letter = String.raw`a-zA-Z0-9\p{S}\p{L}`;
const hostname = new RegExp(
  String.raw`^([${letter}]((-?[${letter}]{0,62})?)|([${letter}](([-${letter}]{0,61}[${letter}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$`,
  'u',
);

/** What texts of a format look like, as kube-openapi's registry of formats has it; by names without dashes. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: matching(/^[0-9a-f]{24}$/i),
  uri: (text) => /^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(text) && URL.canParse(text, 'http://a') && !text.includes(' '),
  email: matching(/^(?:[^<>]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>,]+@[^\s@<>,]+)$/),
  hostname: (text) =>
    hostname.test(text) && Buffer.byteLength(text) <= 255 && text.split('.').every((part) => Buffer.byteLength(part) <= 63),
  ipv4: (text) => text.includes('.') && parsesAsIp(text),
  ipv6: (text) => text.includes(':') && isIPv6(text) && !text.includes('%'),
  cidr: (text) => canonicalCidr(text) !== undefined,
  mac: (text) => (/^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*$/i.test(text) ? [17, 23, 59].includes(text.length) : isDottedMac(text)),
  uuid: matching(/^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i),
  uuid3: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid4: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  uuid5: matching(/^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: matching(/^\d{3}[- ]\d{2}[- ]\d{4}$/),
  hexcolor: matching(/^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$/i),
  rgbcolor: (text) =>
    /^rgb\((?:\s*(?:0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,){2}\s*(?:0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*\)$/.test(text),
  byte: matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text),
  k8slongname: (text) => text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(text),
};

const known = (name: string): ((text: string) => boolean) | undefined => {
  const plain = name.replaceAll('-', '');
  return Object.hasOwn(formats, plain) ? formats[plain] : undefined;
};

export const isKnownFormat = (name: string): boolean => known(name) !== undefined;

/** Texts of a format that nobody knows are all fine. */
export const hasFormat = (text: string, name: string): boolean => known(name)?.(text) ?? true;

function isDottedMac(text: string): boolean {
  return /^[0-9a-f]{4}(?:\.[0-9a-f]{4})+$/i.test(text) && [14, 19, 49].includes(text.length);
}

function isIsbn10(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  return Array.from(digits, (digit, index) => (index + 1) * (digit === 'X' ? 10 : Number(digit))).reduce((a, b) => a + b) % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return Array.from(digits, (digit, index) => (index % 2 === 0 ? 1 : 3) * Number(digit)).reduce((a, b) => a + b) % 10 === 0;
}

const creditCard =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/\D+/g, '');
  if (!creditCard.test(digits)) return false;
  const sum = Array.from(digits)
    .toReversed()
    .map((digit, index) => (index % 2 === 0 ? Number(digit) : ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0)))
    .reduce((a, b) => a + b);
  return sum % 10 === 0;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/.exec(time ?? '') ?? [];
  if (hours === undefined || minutes === undefined || seconds === undefined) return false;
  return isDate(date) && hours <= '23' && minutes <= '59' && seconds <= '59';
}

/** As Go reads them, or a number with a unit by its name, such as `3 days`. */
function isDuration(text: string): boolean {
  if ('ms' in parseGoDuration(text)) return true;
  const units = /^(?:ns|nano.*|us|µs|micro.*|ms|milli.*|s|sec.*|m|min.*|h|hr|hour.*|d|day.*|w|wk|week.*)$/i;
  return [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].some(([, unit = '']) => units.test(unit));
}
