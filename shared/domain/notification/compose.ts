import type { Language } from '../contract/agreement.ts';
import type { Contact } from '../contract/contract.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { Notification } from './notification.ts';
import { chatText, cut, oneLine, plainAscii } from './text.ts';
import { WORDS } from './words.ts';

export const NOTIFICATION_SCHEMA_VERSION = '1';

/** What is to be said, before it is put into the form of each channel. */
export interface Message {
  readonly language: Language;
  readonly headline: string;
  /** One or two sentences under the headline. */
  readonly lead: string;
  /** Label and value; a value may be somebody's own text. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  /** For phones. */
  readonly short: string;
  readonly nextSteps: readonly string[];
  /** 1 is the worst. */
  readonly severity: string;
  readonly state: string;
  readonly contractRef: string;
  readonly customerRef: string;
  readonly serviceRef: string;
  /** One conversation: the incident, or the contract's month. */
  readonly threadId: string;
  readonly link?: string;
  /** Whom it is for; the rest of the line stands by. */
  readonly contacts: readonly Contact[];
  /** Only the chat is told. */
  readonly isChatOnly?: boolean;
}

/** A message in the form of each channel. */
export function compose(entry: Pick<JournalEntry, 'id' | 'type'>, message: Message): readonly Notification[] {
  const subject = cut(plainAscii(message.headline), 100);
  const attributes = attributesOf(entry, message);
  const chat: Notification = {
    id: `${entry.id}#chat`,
    channel: 'chat',
    subject,
    body: JSON.stringify(chatBody(entry, message)),
    attributes,
  };
  if (message.isChatOnly === true) return [chat];
  return [
    { id: `${entry.id}#support`, channel: 'support', subject, body: textBody(message), attributes },
    { id: `${entry.id}#sms`, channel: 'sms', subject, body: cut(plainAscii(message.short), 160), attributes },
    chat,
  ];
}

function attributesOf(entry: Pick<JournalEntry, 'id' | 'type'>, message: Message): Readonly<Record<string, string>> {
  const all = {
    notificationId: entry.id,
    eventType: entry.type,
    schemaVersion: NOTIFICATION_SCHEMA_VERSION,
    severity: message.severity,
    state: message.state,
    contractRef: message.contractRef,
    customerRef: message.customerRef,
    serviceRef: message.serviceRef,
    contact: message.contacts[0]?.ref ?? '',
  };
  // An empty attribute would make the whole message fail.
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function textBody(message: Message): string {
  const { label } = WORDS[message.language];
  const rows = [
    ...message.rows,
    [label.for, message.contacts.map(reach).join('; ') || WORDS[message.language].nobody] as const,
    ...(message.link === undefined ? [] : [[label.more, message.link] as const]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = rows.map(([name, value]) => `${`${name}:`.padEnd(width)}${oneLine(value)}`);
  return [oneLine(message.headline), '', message.lead, '', ...lines, ''].join('\n');
}

function reach({ name, phone, email }: Contact): string {
  return [name, phone, email].filter((part) => part !== undefined && part !== '').join(', ');
}

/** Custom notification of Amazon Q Developer in chat applications, version 1.0. */
function chatBody({ type }: Pick<JournalEntry, 'type'>, message: Message): object {
  const { label, nobody } = WORDS[message.language];
  const names = message.contacts.map(({ name }) => chatText(oneLine(name))).join(', ');
  const rows = message.rows.map(([name, value]) => `*${name}:* ${chatText(oneLine(value))}`);
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: chatText(oneLine(message.headline)),
      description: [chatText(message.lead), '', ...rows, `*${label.for}:* ${names || nobody}`].join('\n'),
      nextSteps: [...message.nextSteps, ...(message.link === undefined ? [] : [message.link])],
      keywords: [message.contractRef, message.serviceRef, message.state].filter((word) => word !== ''),
    },
    metadata: {
      threadId: message.threadId,
      summary: chatText(cut(plainAscii(message.headline), 100)),
      eventType: type,
      relatedResources: [message.threadId],
    },
  };
}
