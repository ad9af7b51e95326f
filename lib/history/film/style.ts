import type { Color } from '@/lib/protocol/people'

// The shades of app/styles/palette.css.
const shades: Record<Color, string> = {
  red: '#b91c1c,#f98585',
  orange: '#b63d0b,#fb923c',
  amber: '#8f5206,#fbbf24',
  lime: '#476b0d,#a3e635',
  green: '#13703a,#4ade80',
  teal: '#0f6b64,#2dd4bf',
  cyan: '#0d6883,#22d3ee',
  blue: '#1d4ed8,#7ab2fb',
  indigo: '#4338ca,#a5b4fc',
  violet: '#6d28d9,#b79cfb',
  fuchsia: '#a21caf,#e879f9',
  pink: '#be185d,#f688be',
}

const painted = Object.entries(shades)
  .map(([color, shade]) => `[data-color=${color}]{--author:light-dark(${shade})}`)
  .join('\n')

/** How a film looks around its document. */
export const filmStyle = `
${painted}
:root{--author:var(--soft)}
body{background:var(--desk)}
header,footer{position:sticky;z-index:1;background:var(--desk);font:.875rem/1.4 ui-sans-serif,system-ui,sans-serif}
header{top:0;border-bottom:1px solid var(--line);padding:.75rem 1.25rem}
header h1{margin:0 auto;max-width:44rem;font-size:1.25rem;line-height:1.3;overflow-wrap:break-word}
main{background:var(--paper);min-height:calc(100dvh - 10rem);max-width:48rem;margin:1rem auto;padding:2.5rem 2rem;border:1px solid var(--line);border-radius:.75rem}
footer{bottom:0;border-top:1px solid var(--line);padding:.5rem 1.25rem calc(.75rem + env(safe-area-inset-bottom))}
footer>div{max-width:44rem;margin:0 auto;display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem}
.bar{flex:1 0 100%;height:2rem;width:100%;margin:0;accent-color:var(--accent)}
button,select{font:inherit;color:inherit;min-height:2.25rem;padding:0 .9rem;border:1px solid var(--strong);border-radius:.5rem;background:var(--paper)}
button{min-width:5.5rem;font-weight:600;background:var(--accent);border-color:var(--accent);color:light-dark(#fff,#10152b)}
.who{flex:1;min-width:8rem;margin:0;font-variant-numeric:tabular-nums}
.who::before{content:"";display:inline-block;width:.6em;height:.6em;margin-inline-end:.5em;border-radius:50%;background:var(--author)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.prose>.fresh{box-shadow:-.6rem 0 0 var(--paper),-.8rem 0 0 var(--author)}
@media (max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.5rem 1.25rem}}
@media print{header,footer{position:static}}
`.trim()
