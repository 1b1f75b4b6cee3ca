// Suggestions for a search without an answer: the words of the search that are nearest in spelling.

const SUGGESTIONS = 3;
const PHRASES = [...factorNames.values(), ...outcomeWords.values(), ...[...data.drugs, ...data.notMeasured].flatMap(({ words }) => words)];
const KNOWN_WORDS = [...new Set(PHRASES.flatMap((phrase) => phrase.match(/[a-z0-9]{4,}/g) ?? []))];

// Letters to insert, delete or replace between two words (Levenshtein).
function editDistance(a, b) {
  let before = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) line[j] = Math.min(before[j] + 1, line[j - 1] + 1, before[j - 1] + (a[i - 1] !== b[j - 1]));
    before = line;
  }
  return before[b.length];
}

// Known words nearest to one that is not known, best first: one letter apart, two in a word of six letters or more.
function nearest(word) {
  if (KNOWN_WORDS.some((known) => known.startsWith(word))) return [];
  const most = word.length < 6 ? 1 : 2;
  return KNOWN_WORDS.filter((known) => Math.abs(known.length - word.length) <= most)
    .map((known) => [editDistance(word, known), known]).filter(([distance]) => distance <= most)
    .sort(([a, x], [b, y]) => a - b || x.localeCompare(y, "en")).map(([, known]) => known);
}

// Searches with one word replaced by a near one, as far as they have an answer.
function suggestions(search) {
  const words = queryWords(search);
  const searches = words.flatMap((word, i) => nearest(word).map((known) => words.with(i, known).join(" ")));
  return searches.filter((s) => matching(s).length || remarksOn(s, []).length).slice(0, SUGGESTIONS);
}
