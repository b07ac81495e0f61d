/**
 * What somebody typed to find something by: words that must all occur, in any case and order, each a regular
 * expression (`f1|uar`, `^val/`) or, where it is not a valid one (yet), the text itself. No word finds everything.
 */
export function matcher(typed: string): (candidate: string) => boolean {
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const tests = words.map(wordTest);
  return (candidate) => tests.every((test) => test(candidate));
}

function wordTest(word: string): (candidate: string) => boolean {
  try {
    const expression = new RegExp(word, 'iu');
    return (candidate) => expression.test(candidate);
  } catch {
    const plain = word.toLowerCase();
    return (candidate) => candidate.toLowerCase().includes(plain);
  }
}
