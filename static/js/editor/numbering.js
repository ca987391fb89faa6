// Numbers of articles, and the numbering that opens a line (portal/text/headings.py has the same).
const DIGITS = "零一二三四五六七八九";
const NUMERALS = "[〇零一二三四五六七八九十百千]+";

export const ARTICLE = new RegExp(`^第(${NUMERALS})条(?:之${NUMERALS})?`);
export const PART = new RegExp(`^第${NUMERALS}[编章节]`);
const NAME = /^\s*([（(【][^）)】]{1,20}[）)】])/;
const OPENINGS = [
  PART,
  new RegExp(`^${NUMERALS}、`),
  new RegExp(`^[（(]${NUMERALS}[）)]`),
  /^[（(]\d{1,2}[）)]/,
  /^\d{1,3}[.．、](?!\d)/,
];

// 1 to 999, as articles are numbered.
export function chinese(number) {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  let words = hundreds ? `${DIGITS[hundreds]}百` : "";
  if (tens) words += (tens === 1 && !hundreds ? "" : DIGITS[tens]) + "十";
  else if (hundreds && ones) words += "零";
  return words + (ones ? DIGITS[ones] : "");
}

export function valueOf(numerals) {
  let whole = 0;
  let digit = 0;
  for (const letter of numerals) {
    const unit = { 十: 10, 百: 100, 千: 1000 }[letter];
    if (unit) {
      whole += (digit || 1) * unit;
      digit = 0;
    } else digit = Math.max(DIGITS.indexOf(letter), 0);
  }
  return whole + digit;
}

// The numbering a line opens with, what names it, and how many letters both take.
export function opening(text, isArticle) {
  if (isArticle) {
    const found = ARTICLE.exec(text);
    if (!found) return { number: "", name: "", length: 0 };
    const name = NAME.exec(text.slice(found[0].length));
    const read = found[0] + (name?.[0] ?? "");
    const blank = /^[\s\u3000]*/.exec(text.slice(read.length))[0];
    return { number: found[0], name: name?.[1] ?? "", length: read.length + blank.length };
  }
  for (const form of OPENINGS) {
    const found = form.exec(text);
    if (!found) continue;
    const blank = /^[\s\u3000]*/.exec(text.slice(found[0].length))[0];
    return { number: found[0], name: "", length: found[0].length + blank.length };
  }
  return { number: "", name: "", length: 0 };
}
