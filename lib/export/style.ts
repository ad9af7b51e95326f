/** How a document looks in a file of its own: as in the editor, by the fonts and the theme of whose machine it is. */
export const documentStyle = `
:root{color-scheme:light dark;--paper:light-dark(#fffefc,#1a1917);--desk:light-dark(#f5f3ee,#121110);--line:light-dark(#dedad1,#38352f);--strong:light-dark(#8c877c,#8a857b);--ink:light-dark(#1f1d1a,#e9e6e0);--soft:light-dark(#5e5a52,#aca79d);--accent:light-dark(#2c4fb8,#9bb1ff);--hit:light-dark(#ffe58a,#6b5410);--mono:ui-monospace,"SF Mono","Cascadia Mono","Liberation Mono",monospace}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink)}
main{max-width:44rem;margin:0 auto;padding:3rem 1.25rem}
.prose{font:1.125rem/1.65 "Literata",ui-serif,Georgia,serif;overflow-wrap:break-word;white-space:break-spaces;tab-size:4}
.prose :where(p,ul,ol,blockquote,pre,table,.tableWrapper){margin:0 0 .85em}
.prose :where(p,h1,h2,h3,h4,h5,h6):empty::before{content:"\\200b"}
:where(h1,h2,h3,h4,h5,h6){font-weight:650;line-height:1.3;margin:1.5em 0 .5em;text-wrap:balance}
.prose>:first-child{margin-top:0}
.prose h1{font-size:1.75rem}.prose h2{font-size:1.4rem}.prose h3{font-size:1.175rem}.prose :where(h4,h5,h6){font-size:1.0625rem}
a{color:var(--accent);text-underline-offset:.15em}
mark{background:var(--hit);color:inherit;border-radius:.15em}
code{font:.9em var(--mono);background:var(--desk);border-radius:.25em;padding:.1em .3em}
pre{background:var(--desk);border:1px solid var(--line);border-radius:.5rem;padding:.8em 1em;overflow-x:auto;white-space:pre;font:.875rem/1.55 var(--mono)}
pre code{font:inherit;background:none;padding:0}
.prose blockquote{border-inline-start:3px solid var(--strong);padding-inline-start:1em;color:var(--soft)}
hr{border:0;border-top:1px solid var(--strong);margin:1.75em 0}
.prose :where(ul,ol){padding-inline-start:1.6em}
.prose :where(li>p,li>div>p,li>ul,li>ol,td>p,th>p):last-child{margin-bottom:.25em}
.prose ul[data-type=taskList]{list-style:none;padding-inline-start:.1em}
li[data-type=taskItem]{display:flex;gap:.6em}
li[data-type=taskItem]>div{flex:1;min-width:0}
li[data-checked=true]>div>p{color:var(--soft);text-decoration:line-through}
.prose table{border-collapse:collapse;table-layout:fixed;width:100%}
td,th{border:1px solid var(--line);padding:.4em .6em;vertical-align:top;text-align:start}
th{background:var(--desk);font-weight:650}
.tableWrapper{overflow-x:auto}
@media print{:root{color-scheme:light}.prose{font-size:11pt;orphans:3;widows:3}.prose pre{white-space:pre-wrap}main{padding:0}}
`.trim()
