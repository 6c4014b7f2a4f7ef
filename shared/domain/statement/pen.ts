import type { Language } from '../contract/agreement.ts';
import type { ServiceTerms } from '../contract/terms.ts';
import { type Notation, notation } from './notation.ts';
import { SENTENCES, type Sentences } from './sentences.ts';
import { VOCABULARY, type Vocabulary } from './words.ts';

/** What an explanation is written with: sentences and names in one language, figures in its notation. */
export interface Pen {
  readonly say: Sentences;
  readonly words: Vocabulary;
  readonly write: Notation;
}

/** @param language default: that of the contract */
export function penFor(terms: ServiceTerms, language: Language = terms.language): Pen {
  return {
    say: SENTENCES[language],
    words: VOCABULARY[language],
    write: notation(language, terms.timeZone, terms.currency),
  };
}
