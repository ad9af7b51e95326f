const signs: Record<string, RegExp> = {
  heading: /^#{1,6} \S/gm,
  list: /^\s*(?:[-*+]|\d+[.)]) \S/gm,
  task: /^\s*[-*+] \[[ xX]\] \S/gm,
  quote: /^> \S/gm,
  bold: /(\*\*|__)\S[^\n]*?\S?\1/g,
  link: /\[[^\]\n]+\]\([^)\s]+\)/g,
  code: /`[^`\n]+`/g,
  rule: /^(?:-{3,}|\*{3,})$/gm,
  fence: /^```/gm,
  table: /^\|?[ :]*-+[ :]*(?:\|[ :]*-+[ :]*)+\|?$/gm,
}

/** Whether plain text is meant as Markdown: a single dash or star is not enough. */
export function looksLikeMarkdown(text: string): boolean {
  const counts = Object.entries(signs).map(([name, sign]) => [name, text.match(sign)?.length ?? 0] as const)
  const count = (name: string) => counts.find(([other]) => other === name)![1]
  if (count('fence') >= 2 || count('table') >= 1 || count('task') >= 2) return true
  if (counts.filter(([, count]) => count > 0).length >= 2) return true
  return count('heading') >= 2 || count('list') >= 3
}
