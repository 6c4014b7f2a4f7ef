import { Buffer } from 'node:buffer';

const LINE_FEED = 10;
/** A line may carry a long list of intervals, but not fill the memory. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** The text of a line, or why it has none. */
export type Line = string | { readonly unreadable: string };

/**
 * Cuts bytes into lines, as many at a time as have arrived. A line that is not UTF-8 or is too long is unreadable; the
 * next one is read all the same.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  let isSkipping = false;
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const last = bytes.lastIndexOf(LINE_FEED);
    const lines: Line[] = [];
    if (last >= 0) {
      const first = bytes.indexOf(LINE_FEED);
      if (isSkipping) lines.push(tooLong());
      else lines.push(...readLines(Buffer.concat([...rest, bytes.subarray(0, first)])));
      if (last > first) lines.push(...readLines(bytes.subarray(first + 1, last)));
      rest = [];
      restLength = 0;
      isSkipping = false;
    }
    // A chunk's memory may be used again once the next one is asked for.
    const tail = Buffer.from(bytes.subarray(last + 1));
    if (!isSkipping && tail.length > 0) {
      rest.push(tail);
      restLength += tail.length;
      isSkipping = restLength > LONGEST_LINE;
      if (isSkipping) rest = [];
    }
    if (lines.length === 0) continue;
    yield isFirst ? withoutMark(lines) : lines;
    isFirst = false;
  }
  if (isSkipping) yield [tooLong()];
  else if (restLength > 0) {
    const lines = readLines(Buffer.concat(rest));
    yield isFirst ? withoutMark(lines) : lines;
  }
}

function readLines(bytes: Buffer): readonly Line[] {
  try {
    return decode(bytes).split('\n');
  } catch {
    const lines: Line[] = [];
    for (let start = 0; start <= bytes.length; ) {
      const found = bytes.indexOf(LINE_FEED, start);
      const end = found < 0 ? bytes.length : found;
      lines.push(readLine(bytes.subarray(start, end)));
      start = end + 1;
    }
    return lines;
  }
}

function readLine(bytes: Buffer): Line {
  try {
    return decode(bytes);
  } catch {
    return { unreadable: 'the line is not UTF-8 text' };
  }
}

function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function tooLong(): Line {
  return { unreadable: `the line is longer than ${LONGEST_LINE} bytes` };
}

/** A byte order mark may stand before the first line. */
function withoutMark(lines: readonly Line[]): readonly Line[] {
  const [first, ...others] = lines;
  return typeof first === 'string' && first.startsWith('\uFEFF') ? [first.slice(1), ...others] : lines;
}
