// What the page says, in the reader's language. Terms of the ontology bring their own labels.

const words = { language: "zh", page: null };

function t(key, values = {}) {
  const text = words.page.words[key]?.[words.language] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, slot) => values[slot] ?? "");
}

function term(id) {
  const labels = words.page.terms[id] || words.page.words[id] || {};
  return labels[words.language] || labels.zh || labels.en || id;
}

// An indicator is what the report calls it; where the ontology knows it, English readers get its English name.
const indicatorName = (text) => (words.language === "en" && words.page.indicators[text]) || text;

const count = (number) => number.toLocaleString(words.language === "zh" ? "zh-CN" : "en-GB");
